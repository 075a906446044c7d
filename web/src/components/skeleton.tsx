import { useText } from '@/lib/i18n';
import styles from './skeleton.module.css';

/** Grey lines of the final size while something loads. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const { t } = useText();
  return (
    <div className={styles.block} role="status">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: equal grey lines
        <span key={line} className={styles.line} />
      ))}
    </div>
  );
}
