import { useMutation } from '@tanstack/react-query';
import { ApiError, api } from '@/lib/api-client';

/** Ends the session. One that is already over counts as ended. */
export function useLogout(onSignedOut: () => void) {
  return useMutation({
    mutationFn: () =>
      api.send('POST', '/logout').catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 401)) throw error;
      }),
    onSuccess: onSignedOut,
  });
}
