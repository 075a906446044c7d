import type { Device } from '@/lib/api-schemas';
import { duration } from '@/lib/format';
import { useText } from '@/lib/i18n';
import styles from './device-page.module.css';

/** That the device announces another interval than is set for it, and what to do about it (R13). */
export function IntervalNotice({ device }: { device: Device }) {
  const text = useText();
  const { announced_s, interval_setting_s } = device;
  if (announced_s === null || announced_s === interval_setting_s) return null;
  return (
    <p className={styles.notice}>
      {text.t(announced_s > interval_setting_s ? 'device.interval_longer' : 'device.interval_shorter', {
        announced: duration(text, announced_s * 1000),
        set: duration(text, interval_setting_s * 1000),
      })}
    </p>
  );
}
