import { DataTable } from '@/components/data-table';
import { ExactTime } from '@/components/exact-time';
import { hasBegun } from '@/features/health/hearing';
import type { Broker } from '@/lib/api-schemas';
import { useNow } from '@/lib/clock';
import { duration } from '@/lib/format';
import { useText } from '@/lib/i18n';

/** When a broker was not heard: from when to when, how long, and why. */
export function InterruptionTable({ interruptions }: { interruptions: Broker['blind'] }) {
  const text = useText();
  const { t } = text;
  const now = useNow();
  return (
    <DataTable
      label={t('broker.blind')}
      rows={interruptions}
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
        { name: t('blind.why'), cell: ({ reason }) => t(`blind.reason.${reason}`) },
      ]}
    />
  );
}
