import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Skeleton } from '@/components/skeleton';
import { brokersQuery } from '@/features/health/api/get-brokers';
import { BrokerPanel } from '@/features/health/components/broker-panel';
import { useText } from '@/lib/i18n';

/** Events tell of states; that the check message came back again is in no event. */
const refetchInterval = 10_000;

/** Each broker, whether its messages reach us, and when they did not. */
export function BrokerList() {
  const { t } = useText();
  const { data, error, refetch } = useQuery({ ...brokersQuery, refetchInterval });
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={4} />;
  if (data.items.length === 0) return <EmptyState icon="health" title={t('broker.none')} />;
  return data.items.map((broker) => <BrokerPanel key={broker.name} broker={broker} />);
}
