import type { FormEvent } from 'react';
import { Dialog } from '@/components/dialog';
import { useSetPassword } from '@/features/users/api/set-password';
import { Fault } from '@/features/users/components/fault';
import { newPassword, UserField } from '@/features/users/components/user-field';
import { useText } from '@/lib/i18n';
import styles from './users-view.module.css';

type PasswordDialogProps = { name: string; onSet: () => void; onClose: () => void };

/** Asks for the new password of one person. */
export function PasswordDialog({ name, onSet, onClose }: PasswordDialogProps) {
  const { t } = useText();
  const set = useSetPassword(name, onSet);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set.mutate(String(new FormData(event.currentTarget).get('password')));
  };
  return (
    <Dialog title={t('users.password_of', { name })} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.hint}>{t('users.password_effect', { name })}</p>
        <UserField label={t('users.new_password')} hint={t('users.password_hint')} {...newPassword} />
        <Fault error={set.error} />
        <button type="submit" className="button" data-kind="main" disabled={set.isPending}>
          {t('users.set_password')}
        </button>
      </form>
    </Dialog>
  );
}
