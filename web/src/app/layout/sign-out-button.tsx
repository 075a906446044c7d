import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useLogout } from '@/features/session/api/logout';
import { useText } from '@/lib/i18n';

export function SignOutButton() {
  const { t } = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const logout = useLogout(async () => {
    await navigate({ to: '/login', search: {} });
    client.clear();
  });
  return (
    <>
      <button type="button" className="button" disabled={logout.isPending} onClick={() => logout.mutate()}>
        {t('user.sign_out')}
      </button>
      <span role="alert">{logout.isError ? t('user.sign_out_failed') : ''}</span>
    </>
  );
}
