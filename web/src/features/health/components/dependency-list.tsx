import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/error-state';
import { LastSeen } from '@/components/last-seen';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { readyQuery } from '@/features/health/api/get-ready';
import { type Grade, HealthState } from '@/features/health/components/health-state';
import type { Dependency } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './health-view.module.css';

const grades: Record<Dependency['state'], Grade> = { ok: 'good', degraded: 'waiting', down: 'bad' };

/** What the server needs to do its work, each with its state, since when, and why. */
export function DependencyList() {
  const { t, word } = useText();
  const { data, error, refetch } = useQuery(readyQuery);
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
        {data?.dependencies.map(({ name, state, since, why }) => (
          <li key={name} className={styles.item}>
            <strong className={styles.name}>{word('dependency', name, 'dependency.other')}</strong>
            <HealthState grade={grades[state]} word={t(`health.state.${state}`)} />
            <span className={styles.since}>
              {t('health.since')} <LastSeen at={since} />
            </span>
            {why && <p className={styles.why}>{why}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
