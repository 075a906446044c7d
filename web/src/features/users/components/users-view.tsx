import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DataTable, type TableColumn } from '@/components/data-table';
import { ErrorState } from '@/components/error-state';
import { LastSeen } from '@/components/last-seen';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { usersQuery } from '@/features/users/api/get-users';
import { AddUserForm } from '@/features/users/components/add-user-form';
import { PasswordDialog } from '@/features/users/components/password-dialog';
import type { User } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './users-view.module.css';

/** Who may sign in, for administrators. */
export function UsersView() {
  const { t } = useText();
  const { data, error, refetch } = useQuery(usersQuery);
  const [changing, setChanging] = useState<string>();
  const [done, setDone] = useState('');
  if (!data) {
    return error ? (
      <ErrorState error={error} needs="administrator" onRetry={() => void refetch()} />
    ) : (
      <Skeleton />
    );
  }

  const columns: TableColumn<User>[] = [
    { name: t('login.name'), kind: 'name', cell: ({ name }) => <strong>{name}</strong> },
    { name: t('users.role'), cell: ({ role }) => t(`role.${role}`) },
    { name: t('users.last_login'), cell: ({ last_login_at }) => <LastSeen at={last_login_at} /> },
    { name: t('users.since'), cell: ({ created_at }) => <LastSeen at={created_at} /> },
    {
      name: t('login.password'),
      cell: ({ name }) => (
        <button
          type="button"
          className="button"
          aria-label={t('users.password_of', { name })}
          onClick={() => setChanging(name)}
        >
          {t('users.set')}
        </button>
      ),
    },
  ];
  return (
    <div className={styles.columns}>
      <div>
        <p role="status" className={styles.done}>
          {done}
        </p>
        <DataTable label={t('nav.users')} columns={columns} rows={data.items} keyOf={({ name }) => name} />
      </div>
      <Panel title={t('users.add_title')}>
        <AddUserForm onAdded={(name) => setDone(t('users.added', { name }))} />
      </Panel>
      {changing !== undefined && (
        <PasswordDialog
          name={changing}
          onClose={() => setChanging(undefined)}
          onSet={() => {
            setDone(t('users.password_set', { name: changing }));
            setChanging(undefined);
          }}
        />
      )}
    </div>
  );
}
