import { type FormEvent, useEffect, useId, useRef } from 'react';
import { useLogin } from '@/features/session/api/login';
import { ApiError } from '@/lib/api-client';
import { useText } from '@/lib/i18n';
import styles from './login-form.module.css';

/** Name and password, open to password managers and to pasting. */
export function LoginForm({ onSignedIn }: { onSignedIn: () => void }) {
  const { t, count, word } = useText();
  const login = useLogin(onSignedIn);
  const name = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => name.current?.focus(), []);

  const fault = () => {
    if (!(login.error instanceof ApiError)) return null;
    const { reason, retryAfter } = login.error;
    if (reason === 'too_many_attempts' && retryAfter) return count('login.wait', retryAfter);
    return word('reason', reason, 'reason.other');
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    login.mutate({ name: String(form.get('username')), password: String(form.get('password')) });
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.label}>
        {t('login.name')}
        <input
          ref={name}
          className="field"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
          aria-describedby={login.error ? id : undefined}
        />
      </label>
      <label className={styles.label}>
        {t('login.password')}
        <input
          className="field"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={256}
          aria-describedby={login.error ? id : undefined}
        />
      </label>
      <div id={id} role="alert" className={styles.error}>
        {fault()}
      </div>
      <button type="submit" className="button" data-kind="main" disabled={login.isPending}>
        {login.isPending ? t('login.pending') : t('login.submit')}
      </button>
    </form>
  );
}
