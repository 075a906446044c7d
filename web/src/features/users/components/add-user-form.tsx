import { type FormEvent, useRef } from 'react';
import { useAddUser } from '@/features/users/api/add-user';
import { Fault } from '@/features/users/components/fault';
import { newPassword, UserField } from '@/features/users/components/user-field';
import { roles } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './users-view.module.css';

/** Name, role and first password of a new person. */
export function AddUserForm({ onAdded }: { onAdded: (name: string) => void }) {
  const { t } = useText();
  const form = useRef<HTMLFormElement>(null);
  const add = useAddUser((name) => {
    form.current?.reset();
    onAdded(name);
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const role = roles.find((one) => one === fields.get('role')) ?? 'viewer';
    add.mutate({ name: String(fields.get('name')), role, password: String(fields.get('password')) });
  };

  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <UserField
        label={t('login.name')}
        name="name"
        autoComplete="off"
        maxLength={64}
        pattern="[A-Za-z0-9._@\-]+"
        title={t('reason.bad_name')}
      />
      <label className={styles.label}>
        {t('users.role')}
        <select className="field" name="role">
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      <UserField label={t('login.password')} hint={t('users.password_hint')} {...newPassword} />
      <Fault error={add.error} />
      <button type="submit" className="button" data-kind="main" disabled={add.isPending}>
        {t('users.add')}
      </button>
    </form>
  );
}
