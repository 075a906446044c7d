import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { type Role, user } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

type NewUser = { name: string; role: Role; password: string };

/** Adds a person, who may sign in at once. */
export function useAddUser(onAdded: (name: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (person: NewUser) => api.post('/users', person, { schema: user }),
    onSuccess: ({ name }) => {
      void client.invalidateQueries({ queryKey: queryKeys.users });
      onAdded(name);
    },
  });
}
