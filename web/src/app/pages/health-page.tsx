import { useQuery } from '@tanstack/react-query';
import { PageHead } from '@/components/page-head';
import { Skeleton } from '@/components/skeleton';
import { brokersQuery } from '@/features/health/api/get-brokers';
import { readyQuery } from '@/features/health/api/get-ready';
import { BrokerList } from '@/features/health/components/broker-list';
import { DependencyList } from '@/features/health/components/dependency-list';
import { useText } from '@/lib/i18n';
import styles from './health-page.module.css';

export function HealthPage() {
  const { t } = useText();
  const brokers = useQuery(brokersQuery);
  const ready = useQuery(readyQuery);
  // Both halves come at once: on a phone the second would be pushed down by the first.
  const waiting = brokers.isPending || ready.isPending;
  return (
    <>
      <PageHead title={t('nav.health')} text={t('health.text')} />
      {waiting ? (
        <Skeleton lines={14} />
      ) : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <BrokerList />
          </div>
          <DependencyList />
        </div>
      )}
    </>
  );
}
