import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { summary } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

/** The counters of everything, of each site and of each building. */
export const summaryQuery = queryOptions({
  queryKey: queryKeys.summary,
  queryFn: ({ signal }) => api.get('/summary', { schema: summary, signal }),
});
