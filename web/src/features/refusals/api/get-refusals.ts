import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { refusalList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

export const refusalsQuery = queryOptions({
  queryKey: queryKeys.refusals,
  queryFn: ({ signal }) => api.get('/refusals', { schema: refusalList, signal }),
  refetchInterval: 15_000,
});
