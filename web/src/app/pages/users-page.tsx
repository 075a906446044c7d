import { PageHead } from '@/components/page-head';
import { UsersView } from '@/features/users/components/users-view';
import { useText } from '@/lib/i18n';

export function UsersPage() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('nav.users')} text={t('users.text')} />
      <UsersView />
    </>
  );
}
