import { Icon } from '@/components/icon';
import { ApiError } from '@/lib/api-client';
import type { Role } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './screen-state.module.css';

type ErrorStateProps = {
  error: Error;
  onRetry?: (() => void) | undefined;
  /** The role that this screen is for, in case the refusal does not name it. */
  needs?: Role;
};

/** What failed in words, the number to give to support, and a way to try again. */
export function ErrorState({ error, onRetry, needs }: ErrorStateProps) {
  const { t, word } = useText();
  const problem = error instanceof ApiError ? error : new ApiError(0, 'page_failed');
  const forbidden = problem.status === 403;
  const role = problem.reason === 'role_too_low' ? (problem.allowed ?? needs) : undefined;
  const why = role
    ? t('state.needs', { role: word('role', role, 'role.administrator') })
    : word('reason', problem.reason, 'reason.other');
  return (
    <div className={styles.state} role="alert">
      <Icon name={forbidden ? 'refusals' : 'warning'} size={28} />
      <p className={styles.title}>{forbidden ? t('state.forbidden') : t('state.error')}</p>
      <p className={styles.text}>{why}</p>
      {problem.requestId && <p className={styles.request}>{t('state.request', { id: problem.requestId })}</p>}
      {onRetry && !forbidden && (
        <button type="button" className="button" onClick={onRetry}>
          {t('state.retry')}
        </button>
      )}
    </div>
  );
}
