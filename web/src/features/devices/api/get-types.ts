import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { typeList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

export const typesQuery = queryOptions({
  queryKey: queryKeys.types,
  queryFn: ({ signal }) => api.get('/types', { schema: typeList, signal }),
  staleTime: 300_000,
});
