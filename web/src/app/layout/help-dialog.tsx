import { useNavEntries } from '@/app/layout/use-nav-entries';
import { Dialog } from '@/components/dialog';
import { type Key, useText } from '@/lib/i18n';
import styles from './help-dialog.module.css';

const keys: { keys: readonly string[]; key: Key }[] = [
  { keys: ['/', 'Ctrl K'], key: 'shortcuts.search' },
  { keys: ['?'], key: 'shortcuts.help' },
  { keys: ['j', '↓'], key: 'shortcuts.down' },
  { keys: ['k', '↑'], key: 'shortcuts.up' },
  { keys: ['Home', 'End'], key: 'shortcuts.ends' },
  { keys: ['Enter'], key: 'shortcuts.open_row' },
  { keys: ['Esc'], key: 'shortcuts.close' },
];

function Keys({ list }: { list: readonly string[] }) {
  return list.map((key) => (
    <kbd key={key} className={styles.key}>
      {key}
    </kbd>
  ));
}

/** The keys, what they do, and where to turn single letters off. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const entries = useNavEntries();
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      <dl className={styles.list}>
        {keys.map(({ keys: list, key }) => (
          <div key={key} className={styles.entry}>
            <dt>
              <Keys list={list} />
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
        {entries.map(({ name, letter }) => (
          <div key={name} className={styles.entry}>
            <dt>
              <Keys list={['g', letter]} />
            </dt>
            <dd>{t('shortcuts.go', { page: t(`nav.${name}`) })}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('shortcuts.off')}</p>
    </Dialog>
  );
}
