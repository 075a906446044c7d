import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { discoveredList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

export const discoveredQuery = queryOptions({
  queryKey: queryKeys.discovered,
  queryFn: ({ signal }) => api.get('/discovered', { schema: discoveredList, signal }),
  refetchInterval: 15_000,
});
