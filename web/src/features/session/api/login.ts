import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, rememberToken } from '@/lib/api-client';
import { me } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

type Credentials = { name: string; password: string };

/** Signs in; what the previous reader saw is forgotten. */
export function useLogin(onSignedIn: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => api.post('/login', credentials, { schema: me }),
    onSuccess: (answer) => {
      client.clear();
      rememberToken(answer.csrf_token);
      client.setQueryData(queryKeys.me, answer);
      onSignedIn();
    },
  });
}
