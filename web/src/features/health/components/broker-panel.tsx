import { DataTable } from '@/components/data-table';
import { ExactTime } from '@/components/exact-time';
import { Facts } from '@/components/facts';
import { LastSeen } from '@/components/last-seen';
import { Panel } from '@/components/panel';
import { type Grade, HealthState } from '@/features/health/components/health-state';
import type { Broker } from '@/lib/api-schemas';
import { useNow } from '@/lib/clock';
import { duration } from '@/lib/format';
import { useText } from '@/lib/i18n';
import styles from './health-view.module.css';

const grades: Record<Broker['state'], Grade> = {
  heard: 'good',
  connecting: 'waiting',
  not_proven: 'waiting',
  blind: 'bad',
};

/** Where nothing was ever proven, all the past is blind: the server gives the beginning of time. */
const hasBegun = (since: string) => Date.parse(since) > 0;

/** One broker with its recent blind times. */
export function BrokerPanel({ broker }: { broker: Broker }) {
  const text = useText();
  const { t, word } = text;
  const now = useNow();
  return (
    <Panel
      title={t('broker.title', { name: broker.name })}
      aside={<HealthState grade={grades[broker.state]} word={t(`broker.state.${broker.state}`)} />}
    >
      <p className={styles.why}>{t(`broker.explain.${broker.state}`)}</p>
      <Facts
        facts={[
          { name: t('broker.since'), value: <ExactTime at={broker.since} /> },
          { name: t('broker.detail'), value: word('broker.detail', broker.detail, 'broker.detail.other') },
          { name: t('broker.canary'), value: <LastSeen at={broker.last_canary_at} /> },
        ]}
      />
      <h3 className={styles.subtitle}>{t('broker.blind')}</h3>
      {broker.blind.length === 0 ? (
        <p className={styles.why}>{t('broker.blind.none')}</p>
      ) : (
        <DataTable
          label={t('broker.blind')}
          rows={broker.blind}
          keyOf={({ since }) => since}
          columns={[
            {
              name: t('blind.since'),
              cell: ({ since }) => (hasBegun(since) ? <ExactTime at={since} /> : t('blind.ever')),
            },
            {
              name: t('blind.until'),
              cell: ({ until }) => (until ? <ExactTime at={until} /> : t('history.ongoing')),
            },
            {
              name: t('history.lasted'),
              cell: ({ since, until }) =>
                hasBegun(since) && duration(text, (until ? Date.parse(until) : now) - Date.parse(since)),
            },
            { name: t('refusals.reason'), cell: ({ reason }) => t(`blind.reason.${reason}`) },
          ]}
        />
      )}
    </Panel>
  );
}
