import { Icon } from '@/components/icon';
import { ApiError } from '@/lib/api-client';
import { useText } from '@/lib/i18n';
import styles from './screen-state.module.css';

type ErrorStateProps = { error: Error; onRetry?: (() => void) | undefined };

/** What failed in words, the number to give to support, and a way to try again. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t, word } = useText();
  const problem = error instanceof ApiError ? error : new ApiError(0, 'page_failed');
  const forbidden = problem.status === 403;
  return (
    <div className={styles.state} role="alert">
      <Icon name={forbidden ? 'refusals' : 'warning'} size={28} />
      <p className={styles.title}>{forbidden ? t('state.forbidden') : t('state.error')}</p>
      <p className={styles.text}>{word('reason', problem.reason, 'reason.other')}</p>
      {problem.requestId && <p className={styles.request}>{t('state.request', { id: problem.requestId })}</p>}
      {onRetry && !forbidden && (
        <button type="button" className="button" onClick={onRetry}>
          {t('state.retry')}
        </button>
      )}
    </div>
  );
}
