import type { Device } from '@/lib/api-schemas';
import { useNow } from '@/lib/clock';
import { clockTime, duration, relativeTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useZone } from '@/lib/site-zones';
import styles from './device-head.module.css';

/** Why the state is what it is, as one sentence: expected how often, heard when, expected next when. */
export function PresenceReason({ device }: { device: Device }) {
  const text = useText();
  const now = useNow();
  const zone = useZone(device.site_id);
  const { t } = text;
  const every = duration(text, device.interval_s * 1000);
  const origin = t(`origin.${device.interval_origin}`);

  const tolerance = duration(text, device.tolerance_s * 1000);
  const parts = [t('device.expected_every', { every, origin, tolerance })];
  if (device.presence === 'excluded') parts.unshift(t(`exclusion.reason.${device.exclusion ?? 'disabled'}`));
  if (device.presence === 'unobserved') parts.unshift(t('device.reason.unobserved'));
  if (device.last_seen_at) {
    parts.push(t('device.last_heard', { ago: relativeTime(text, Date.parse(device.last_seen_at), now) }));
  } else {
    parts.push(t('device.never_heard'));
  }
  if (device.deadline_at && device.presence !== 'excluded' && device.presence !== 'unobserved') {
    const deadline = Date.parse(device.deadline_at);
    const at = clockTime(text, deadline, zone);
    const relative = relativeTime(text, deadline, now);
    parts.push(t(deadline >= now ? 'device.next_before' : 'device.was_due', { at, relative }));
  }
  return <p className={styles.reason}>{parts.join(' ')}</p>;
}
