import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/error-state';
import { LastSeen } from '@/components/last-seen';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { brokersQuery } from '@/features/health/api/get-brokers';
import { readyQuery } from '@/features/health/api/get-ready';
import { type Grade, HealthState } from '@/features/health/components/health-state';
import { isNotHeard, stateSince, whyNotHeard } from '@/features/health/hearing';
import type { Broker, Dependency } from '@/lib/api-schemas';
import { type Text, useText } from '@/lib/i18n';
import styles from './health-view.module.css';

const grades: Record<Dependency['state'], Grade> = { ok: 'good', degraded: 'waiting', down: 'bad' };

/** The server gives `not heard: keep_alive`, `commits fail: disk_full` or `not read: database_down`. */
function whyInWords(text: Text, why: string, broker: Broker | undefined): string {
  const { t, word } = text;
  const [what, reason = ''] = why.split(': ');
  if (what === 'not heard' && broker?.state === 'not_proven') return t('broker.explain.not_proven');
  if (what === 'not heard' && broker && isNotHeard(broker))
    return t('health.why.not_heard', { why: whyNotHeard(text, broker) });
  if (what === 'not heard')
    return t('health.why.not_heard', { why: `${word('broker.detail', reason, 'broker.detail.other')}.` });
  if (what === 'commits fail')
    return t('health.why.commits_fail', { why: word('reason', reason, 'reason.other') });
  if (what === 'not read') return t('health.why.not_read', { why: word('reason', reason, 'reason.other') });
  return why;
}

/** `database`, or `broker main`: a kind, and the name of this one. */
function nameInWords({ word }: Text, dependency: string): string {
  const [kind = '', ...name] = dependency.split(' ');
  return [word('dependency', kind, 'dependency.other'), ...name].join(' ');
}

type DependencyItemProps = { dependency: Dependency; broker: Broker | undefined };

/** One line. Of a broker that is not heard it says what the broker's own panel says. */
function DependencyItem({ dependency: { name, state, since, why }, broker }: DependencyItemProps) {
  const text = useText();
  const { t } = text;
  const begun = state !== 'ok' && broker ? stateSince(broker) : since;
  return (
    <li className={styles.item}>
      <strong className={styles.name}>{nameInWords(text, name)}</strong>
      <HealthState grade={grades[state]} word={t(`health.state.${state}`)} />
      {begun && (
        <span className={styles.since}>
          {t('health.for')} <LastSeen at={begun} lasting />
        </span>
      )}
      {why && <p className={styles.why}>{whyInWords(text, why, broker)}</p>}
    </li>
  );
}

/** What the server needs to do its work, each with its state, since when, and why. */
export function DependencyList() {
  const { t } = useText();
  const { data, error, refetch } = useQuery(readyQuery);
  const { data: brokers } = useQuery(brokersQuery);
  return (
    <Panel
      title={t('health.dependencies')}
      aside={
        data && (
          <HealthState
            grade={data.status === 'ready' ? 'good' : 'bad'}
            word={t(`health.status.${data.status}`)}
          />
        )
      }
    >
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={4} />)}
      <ul className={styles.list}>
        {data?.dependencies.map((dependency) => (
          <DependencyItem
            key={dependency.name}
            dependency={dependency}
            broker={brokers?.items.find(({ name }) => dependency.name === `broker ${name}`)}
          />
        ))}
      </ul>
    </Panel>
  );
}
