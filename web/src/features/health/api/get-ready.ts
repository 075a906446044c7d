import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { ready } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

/** The server's own dependencies. No event tells of them, hence the polling. */
export const readyQuery = queryOptions({
  queryKey: queryKeys.ready,
  queryFn: ({ signal }) => api.health('/health/ready', { schema: ready, signal }),
  refetchInterval: 10_000,
});
