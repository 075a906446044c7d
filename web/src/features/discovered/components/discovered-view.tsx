import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '@/components/copy-button';
import { CutText } from '@/components/cut-text';
import { DataTable, type Paging, type TableColumn } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { LastSeen } from '@/components/last-seen';
import { PayloadPeek } from '@/components/payload-peek';
import { Skeleton } from '@/components/skeleton';
import { discoveredQuery } from '@/features/discovered/api/get-discovered';
import type { DiscoveredDevice } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './discovered-view.module.css';

/** Devices that speak and that nobody registered. */
export function DiscoveredView({ paging }: { paging: Paging }) {
  const { t, number, count } = useText();
  const { data, error, refetch } = useQuery(discoveredQuery);
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  if (data.items.length === 0) {
    return <EmptyState icon="discovered" title={t('discovered.empty')} text={t('discovered.empty.text')} />;
  }

  const columns: TableColumn<DiscoveredDevice>[] = [
    {
      name: t('column.identifier'),
      kind: 'mono',
      cell: ({ identifier, sandbox }) => (
        <span className={styles.identifier}>
          <CutText text={identifier} />
          <CopyButton value={identifier} />
          {sandbox && <span className={styles.sandbox}>{t('discovered.sandbox')}</span>}
        </span>
      ),
    },
    { name: t('message.topic'), kind: 'mono', cell: ({ topic }) => <CutText text={topic} /> },
    { name: t('message.broker'), cell: ({ broker }) => broker },
    { name: t('discovered.first'), cell: ({ first_seen_at }) => <LastSeen at={first_seen_at} /> },
    { name: t('discovered.last'), cell: ({ last_seen_at }) => <LastSeen at={last_seen_at} /> },
    { name: t('discovered.count'), kind: 'number', cell: (row) => number(row.count) },
    { name: t('message.title'), cell: ({ last_payload }) => <PayloadPeek payload={last_payload} /> },
  ];
  return (
    <>
      {data.forgotten > 0 && (
        <p className={styles.forgotten}>
          {count('discovered.forgotten', data.forgotten, { limit: number(data.limit) })}
        </p>
      )}
      {data.refused > 0 && <p className={styles.forgotten}>{count('discovered.refused', data.refused)}</p>}
      <DataTable
        label={t('discovered.title')}
        columns={columns}
        rows={data.items}
        paging={paging}
        keyOf={({ broker, topic, identifier }) => `${broker} ${topic} ${identifier}`}
      />
    </>
  );
}
