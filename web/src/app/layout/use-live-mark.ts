import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveState } from '@/lib/live';
import { pollEvery } from '@/lib/poller';
import { queryKeys } from '@/lib/query-keys';

/** Marks the page while data is not live, which mutes it, and asks by hand meanwhile. */
export function useLiveMark() {
  const client = useQueryClient();
  const { kind } = useLiveState();
  const off = kind === 'reconnecting' || kind === 'stale';

  useEffect(() => {
    document.documentElement.dataset.live = off ? 'off' : 'on';
  }, [off]);

  // A line that something on the way refuses to carry does not mean that the server is away.
  useEffect(() => {
    if (kind !== 'stale') return undefined;
    const timer = setInterval(() => {
      for (const queryKey of [queryKeys.summary, queryKeys.brokers, queryKeys.transitions]) {
        void client.invalidateQueries({ queryKey });
      }
    }, pollEvery);
    return () => clearInterval(timer);
  }, [client, kind]);
}
