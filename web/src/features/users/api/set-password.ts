import { useMutation } from '@tanstack/react-query';
import { api } from '@/lib/api-client';

/** Gives a person a new password; the sessions that he has end. */
export function useSetPassword(name: string, onSet: () => void) {
  return useMutation({
    mutationFn: (password: string) =>
      api.send('PUT', `/users/${encodeURIComponent(name)}/password`, { password }),
    onSuccess: onSet,
  });
}
