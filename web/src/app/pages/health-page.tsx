import { PageHead } from '@/components/page-head';
import { BrokerList } from '@/features/health/components/broker-list';
import { DependencyList } from '@/features/health/components/dependency-list';
import { useText } from '@/lib/i18n';
import styles from './health-page.module.css';

export function HealthPage() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('nav.health')} text={t('health.text')} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <BrokerList />
        </div>
        <DependencyList />
      </div>
    </>
  );
}
