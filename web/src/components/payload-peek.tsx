import { useText } from '@/lib/i18n';
import styles from './payload-peek.module.css';

const shortMax = 60;

/** A message in one line, in full when opened. */
export function PayloadPeek({ payload }: { payload: string }) {
  const { t } = useText();
  if (payload === '') return <span className={styles.empty}>{t('payload.empty')}</span>;
  if (payload.length <= shortMax) return <code className={styles.text}>{payload}</code>;
  return (
    <details>
      <summary className={styles.summary}>
        <code className={styles.text}>{`${payload.slice(0, shortMax)}…`}</code>
      </summary>
      <code className={styles.full}>{payload}</code>
    </details>
  );
}
