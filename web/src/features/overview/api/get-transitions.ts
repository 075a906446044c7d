import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { transitionList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

/** What changed in the last hour. */
export const transitionsQuery = queryOptions({
  queryKey: queryKeys.transitions,
  queryFn: ({ signal }) => api.get('/transitions?minutes=60', { schema: transitionList, signal }),
});
