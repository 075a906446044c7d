import { CutText } from '@/components/cut-text';
import { useText } from '@/lib/i18n';
import styles from './payload-peek.module.css';

const shortMax = 60;

/** A message in one line, in full when opened. */
export function PayloadPeek({ payload }: { payload: string }) {
  const { t } = useText();
  if (payload === '') return <span className={styles.empty}>{t('payload.empty')}</span>;
  return (
    <div className={styles.text}>
      <CutText text={payload} max={shortMax} />
    </div>
  );
}
