import { Icon } from '@/components/icon';
import type { DeviceRows } from '@/features/devices/hooks/use-device-pages';
import { useText } from '@/lib/i18n';
import styles from './list-status.module.css';

type ListStatusProps = { rows: DeviceRows; expected: number | undefined; revision: number | undefined };

/** How many devices match, and whether reading the list again would change it. */
export function ListStatus({ rows, expected, revision }: ListStatusProps) {
  const { t, count } = useText();
  const { total } = rows;
  if (total === undefined) return <div className={styles.status}>{t('state.loading')}</div>;

  const away = expected === undefined ? 0 : Math.abs(expected - total);
  const changes = Math.max(rows.moved, away);
  const registry = revision !== undefined && rows.revision !== undefined && revision > rows.revision;
  return (
    <div className={styles.status}>
      <span role="status">{count('devices.count', total)}</span>
      {rows.error && <span className={styles.fault}>{t('devices.partial')}</span>}
      {(changes > 0 || registry) && (
        <button type="button" className={styles.pill} onClick={rows.refresh}>
          <Icon name="refresh" size={14} />
          {changes > 0 ? count('devices.changes', changes) : t('devices.registry_changed')}
        </button>
      )}
    </div>
  );
}
