import { queryOptions } from '@tanstack/react-query';
import { api, rememberToken } from '@/lib/api-client';
import { me } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

/** Who is signed in; its token goes to the client that sends changes. */
export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: async ({ signal }) => {
    const answer = await api.get('/me', { schema: me, signal });
    rememberToken(answer.csrf_token);
    return answer;
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});
