import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { userList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

export const usersQuery = queryOptions({
  queryKey: queryKeys.users,
  queryFn: ({ signal }) => api.get('/users', { schema: userList, signal }),
});
