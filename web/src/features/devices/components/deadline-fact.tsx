import { Link } from '@tanstack/react-router';
import { ExactTime } from '@/components/exact-time';
import type { Device } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import { useZone } from '@/lib/site-zones';
import styles from './device-page.module.css';

/** The parts of a deadline are seconds; it may lie this much beside their sum. */
const rounding = 2_000;

/** Until when the next message is awaited, and how that moment comes about (R13, R9). */
export function DeadlineFact({ device }: { device: Device }) {
  const { t } = useText();
  const zone = useZone(device.site_id);
  const { deadline_at, last_seen_at, interval_s, tolerance_s } = device;
  if (deadline_at === null || last_seen_at === null) return t('fact.none');
  const sum = Date.parse(last_seen_at) + (interval_s + tolerance_s) * 1000;
  const isLater = Date.parse(deadline_at) > sum + rounding;
  return (
    <>
      <ExactTime at={deadline_at} zone={zone} />
      <span className={styles.how}>
        {t(isLater ? 'deadline.later' : 'deadline.sum')}
        {isLater && (
          <>
            {' '}
            <Link to="/health">{t('deadline.why')}</Link>
          </>
        )}
      </span>
    </>
  );
}
