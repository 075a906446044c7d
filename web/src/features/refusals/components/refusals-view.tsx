import { useQuery } from '@tanstack/react-query';
import { CutText } from '@/components/cut-text';
import { DataTable, type Paging, type TableColumn } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { LastSeen } from '@/components/last-seen';
import { PayloadPeek } from '@/components/payload-peek';
import { Skeleton } from '@/components/skeleton';
import { refusalsQuery } from '@/features/refusals/api/get-refusals';
import type { Refusal } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './refusals-view.module.css';

/** Messages that could not be used: how many for each reason, and the last ones. */
export function RefusalsView({ paging }: { paging: Paging }) {
  const { t, word, number } = useText();
  const { data, error, refetch } = useQuery(refusalsQuery);
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  if (data.items.length === 0 && data.counts.length === 0) {
    return <EmptyState title={t('refusals.empty')} text={t('refusals.empty.text')} />;
  }

  const inWords = (reason: string) => word('refusal', reason, 'refusal.other');
  const columns: TableColumn<Refusal>[] = [
    { name: t('refusals.when'), cell: ({ received_at }) => <LastSeen at={received_at} /> },
    { name: t('refusals.reason'), cell: ({ reason }) => inWords(reason) },
    { name: t('message.topic'), kind: 'mono', cell: ({ topic }) => <CutText text={topic} /> },
    { name: t('message.broker'), cell: ({ broker }) => broker },
    { name: t('refusals.payload'), cell: ({ payload }) => <PayloadPeek payload={payload} /> },
  ];
  return (
    <>
      <ul className={styles.counts} aria-label={t('refusals.counts')}>
        {data.counts.map(({ reason, count }) => (
          <li key={reason} className={styles.count}>
            <strong>{number(count)}</strong>
            {inWords(reason)}
          </li>
        ))}
      </ul>
      <DataTable
        label={t('refusals.title')}
        columns={columns}
        rows={data.items}
        paging={paging}
        keyOf={({ received_at, broker, topic, payload }) => `${received_at} ${broker} ${topic} ${payload}`}
      />
    </>
  );
}
