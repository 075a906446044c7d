import type { ComponentProps } from 'react';
import styles from './users-view.module.css';

type UserFieldProps = ComponentProps<'input'> & { label: string; hint?: string };

/** A labelled input of these forms. */
export function UserField({ label, hint, ...input }: UserFieldProps) {
  return (
    <label className={styles.label}>
      {label}
      <input className="field" required spellCheck={false} autoCapitalize="none" {...input} />
      {hint && <span className={styles.hint}>{hint}</span>}
    </label>
  );
}

/** A password that nobody has yet: password managers offer one and keep it. */
export const newPassword = {
  name: 'password',
  type: 'password',
  autoComplete: 'new-password',
  minLength: 12,
  maxLength: 256,
} as const;
