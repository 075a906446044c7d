import { ExactTime } from '@/components/exact-time';
import { Facts } from '@/components/facts';
import { LastSeen } from '@/components/last-seen';
import { Panel } from '@/components/panel';
import { type Grade, HealthState } from '@/features/health/components/health-state';
import { InterruptionTable } from '@/features/health/components/interruption-table';
import {
  connectionInWords,
  interruptions,
  isNotHeard,
  stateSince,
  whyNotHeard,
} from '@/features/health/hearing';
import type { Broker } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './health-view.module.css';

const grades: Record<Broker['state'], Grade> = {
  heard: 'good',
  connecting: 'waiting',
  not_proven: 'waiting',
  blind: 'bad',
};

/** One broker: whether it is heard, since when, why not, and when it was not. */
export function BrokerPanel({ broker }: { broker: Broker }) {
  const text = useText();
  const { t } = text;
  const since = stateSince(broker);
  const past = interruptions(broker);
  return (
    <Panel
      title={t('broker.title', { name: broker.name })}
      aside={<HealthState grade={grades[broker.state]} word={t(`broker.state.${broker.state}`)} />}
    >
      <p className={styles.why}>{t(`broker.explain.${broker.state}`)}</p>
      <Facts
        facts={[
          {
            name: t(`broker.since.${broker.state}`),
            value: since ? <ExactTime at={since} /> : t('blind.ever'),
          },
          isNotHeard(broker)
            ? { name: t('blind.why'), value: whyNotHeard(text, broker) }
            : { name: t('broker.detail'), value: connectionInWords(text, broker) },
          { name: t('broker.canary'), value: <LastSeen at={broker.last_canary_at} /> },
        ]}
      />
      <h3 className={styles.subtitle}>{t('broker.blind')}</h3>
      <p className={styles.why}>{t(past.length === 0 ? 'broker.blind.none' : 'broker.blind.text')}</p>
      {past.length > 0 && <InterruptionTable interruptions={past} />}
    </Panel>
  );
}
