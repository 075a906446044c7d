import type { RouterHistory } from '@tanstack/react-router';
import { createAppRouter } from '@/app/router';
import { meQuery } from '@/features/session/api/get-me';
import { EventStream } from '@/lib/event-stream';
import { LiveCache } from '@/lib/live-cache';
import { createQueryClient } from '@/lib/query-client';
import { queryKeys } from '@/lib/query-keys';

/** Builds the parts that live as long as the page and hands each what it needs. */
export function createApp(history?: RouterHistory) {
  const queryClient = createQueryClient(() => {
    // Without a reader in the cache the router is already on its way to the login page.
    if (!queryClient.getQueryData(queryKeys.me)) return;
    queryClient.removeQueries({ queryKey: queryKeys.me });
    void router.navigate({ to: '/login', search: { next: router.state.location.href } });
  });
  const router = createAppRouter(queryClient, history);
  const cache = new LiveCache(queryClient);
  const stream = new EventStream({
    apply: (events) => cache.apply(events),
    started: () => void cache.recount(),
    resync: () => void cache.resync(),
    poll: () => cache.poll(),
    refused: () => void queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined),
  });
  return { queryClient, router, stream };
}
