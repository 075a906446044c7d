import { Link } from '@tanstack/react-router';
import { CopyButton } from '@/components/copy-button';
import { PageHead } from '@/components/page-head';
import { PresenceBadge } from '@/components/presence-badge';
import { PresenceReason } from '@/features/devices/components/presence-reason';
import type { Device } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './device-head.module.css';

/** Name, state with its reason, place and identifiers: what one looks for first. */
export function DeviceHead({ device }: { device: Device }) {
  const { t } = useText();
  const { site, site_id, building, building_id, room, room_id } = device;
  return (
    <div className={styles.head}>
      <nav aria-label={t('device.place')} className={styles.place}>
        <Link to="/devices" search={{ site: [site_id] }}>
          {site}
        </Link>
        {building_id && (
          <Link to="/devices" search={{ building: [building_id] }}>
            {building}
          </Link>
        )}
        {room_id && building_id && (
          <Link to="/devices" search={{ building: [building_id], room: [room_id] }}>
            {room}
          </Link>
        )}
      </nav>
      <PageHead title={device.name} text={device.description}>
        <div className={styles.state} data-presence={device.presence}>
          <PresenceBadge presence={device.presence} exclusion={device.exclusion} />
        </div>
      </PageHead>
      <PresenceReason device={device} />
      <ul className={styles.identifiers} aria-label={t('device.identifiers')}>
        {device.identifiers.map(({ kind, value }) => (
          <li key={kind + value} className={styles.identifier}>
            <span className={styles.kind}>{t(`identifier.${kind}`)}</span>
            <span className="mono">{value}</span>
            <CopyButton value={value} />
          </li>
        ))}
      </ul>
    </div>
  );
}
