import { CutText } from '@/components/cut-text';
import { ExactTime } from '@/components/exact-time';
import { Facts } from '@/components/facts';
import { Panel } from '@/components/panel';
import { DeadlineFact } from '@/features/devices/components/deadline-fact';
import { IntervalNotice } from '@/features/devices/components/interval-notice';
import type { Device } from '@/lib/api-schemas';
import { cut, duration } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useZone } from '@/lib/site-zones';
import styles from './device-page.module.css';

/** In a sentence; the whole topic stands among the facts. */
const topicMax = 80;

/** What the registry says of the device, and whether it speaks from where it should. */
export function DeviceFacts({ device }: { device: Device }) {
  const text = useText();
  const { t } = text;
  const zone = useZone(device.site_id);
  const elsewhere = device.seen_topic !== null && device.seen_topic !== device.base_topic;
  const none = t('fact.none');

  return (
    <Panel title={t('device.about')}>
      {elsewhere && (
        <p className={styles.notice}>
          {t('device.elsewhere', {
            seen: cut(device.seen_topic ?? '', topicMax),
            home: cut(device.base_topic ?? none, topicMax),
          })}
        </p>
      )}
      <IntervalNotice device={device} />
      <Facts
        facts={[
          { name: t('column.type'), value: device.type },
          { name: t('fact.connectivity'), value: t(`connectivity.${device.connectivity}`) },
          { name: t('column.firmware'), value: device.firmware ?? none, mono: device.firmware !== null },
          { name: t('fact.life_cycle'), value: t(`life_cycle.${device.life_cycle}`) },
          { name: t('fact.enabled'), value: t(device.enabled ? 'fact.yes' : 'fact.no') },
          {
            name: t('fact.last'),
            value: device.last_seen_at ? <ExactTime at={device.last_seen_at} zone={zone} /> : t('time.never'),
          },
          {
            name: t('fact.interval'),
            value: `${duration(text, device.interval_s * 1000)} (${t(`origin.${device.interval_origin}`)})`,
          },
          {
            name: t('fact.tolerance'),
            value: t('fact.tolerance.text', { tolerance: duration(text, device.tolerance_s * 1000) }),
          },
          { name: t('fact.deadline'), value: <DeadlineFact device={device} /> },
          {
            name: t('fact.base_topic'),
            value: <CutText text={device.base_topic ?? none} />,
            mono: device.base_topic !== null,
          },
          {
            name: t('fact.seen_topic'),
            value: <CutText text={device.seen_topic ?? none} />,
            mono: device.seen_topic !== null,
          },
        ]}
      />
    </Panel>
  );
}
