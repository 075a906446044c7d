import { ApiError } from '@/lib/api-client';
import { useText } from '@/lib/i18n';
import styles from './users-view.module.css';

/** Why the server refused a form. */
export function Fault({ error }: { error: Error | null }) {
  const { word } = useText();
  return (
    <div role="alert" className={styles.error}>
      {error && word('reason', error instanceof ApiError ? error.reason : 'page_failed', 'reason.other')}
    </div>
  );
}
