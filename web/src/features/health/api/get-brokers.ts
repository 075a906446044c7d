import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { brokerList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

export const brokersQuery = queryOptions({
  queryKey: queryKeys.brokers,
  queryFn: ({ signal }) => api.get('/brokers', { schema: brokerList, signal }),
});
