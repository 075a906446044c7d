import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef } from 'react';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { DeviceTableHead } from '@/features/devices/components/device-table-head';
import { DeviceTableRow } from '@/features/devices/components/device-table-row';
import { ListStatus } from '@/features/devices/components/list-status';
import { columns, type DeviceSearch, filterOf, type Sort } from '@/features/devices/filter';
import { useDevicePages } from '@/features/devices/hooks/use-device-pages';
import { useListAnchor } from '@/features/devices/hooks/use-list-anchor';
import { useListKeys } from '@/features/devices/hooks/use-list-keys';
import { useWindowRange } from '@/features/devices/hooks/use-window-range';
import { useText } from '@/lib/i18n';
import { useWatchedRows } from '@/lib/live';
import { usePreferences } from '@/lib/preferences';
import { phone, useMedia } from '@/lib/use-media';
import styles from './device-table.module.css';

const rowHeights = { normal: 36, compact: 32, phone: 68 };
const skeletonRows = 12;

type DeviceTableProps = {
  search: DeviceSearch;
  onSearch: (change: Partial<DeviceSearch>) => void;
  /** How many devices the live counters say are in this filter, where they can tell. */
  expected?: number | undefined;
  revision?: number | undefined;
  narrow?: boolean;
};

/** The list of devices: any length, one scroll area, live in place. */
export function DeviceTable({ search, onSearch, expected, revision, narrow = false }: DeviceTableProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const { density } = usePreferences();
  const rowHeight = rowHeights[useMedia(phone) ? 'phone' : density];
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const sort: Sort = search.sort ?? 'name';
  const filter = filterOf(search);

  const range = useWindowRange(body, rowHeight);
  const rows = useDevicePages(filter, sort, range.from, range.to);
  const count = rows.total ?? skeletonRows;
  const { reveal } = useListAnchor({
    body,
    rowHeight,
    range,
    search,
    ready: rows.total !== undefined,
    onSearch,
  });

  const open = (index: number) => {
    const row = rows.rowAt(index);
    if (row) void navigate({ to: '/devices/$id', params: { id: row.id } });
  };
  const pageRows = Math.max(1, Math.floor(window.innerHeight / rowHeight) - 4);
  const keys = useListKeys({ grid, count: rows.total ?? 0, pageRows, reveal, open });

  const shown = Array.from(
    { length: Math.max(0, Math.min(range.to, count) - range.from) },
    (_, i) => range.from + i,
  );
  useWatchedRows(shown.flatMap((index) => rows.rowAt(index)?.id ?? []));

  const filtered = Object.keys(filter).length > 0;
  useEffect(() => {
    if (rows.total === 0) grid.current?.blur();
  }, [rows.total]);
  if (rows.error && rows.total === undefined) return <ErrorState error={rows.error} onRetry={rows.refresh} />;

  return (
    <div className={styles.list}>
      <ListStatus rows={rows} expected={expected} revision={revision} />
      <div
        ref={grid}
        className={styles.grid}
        role="grid"
        aria-label={t('devices.table')}
        aria-rowcount={rows.total === undefined ? -1 : rows.total + 1}
        aria-colcount={columns.length}
        aria-activedescendant={shown.includes(keys.active) ? `${id}-${keys.active}` : undefined}
        data-narrow={narrow}
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && keys.active < 0) keys.setActive(range.from);
        }}
      >
        <DeviceTableHead sort={sort} onSort={(next) => onSearch({ sort: next, at: undefined })} />
        <div ref={body} className={styles.body} role="rowgroup" style={{ height: count * rowHeight }}>
          {shown.map((index) => (
            <DeviceTableRow
              key={index}
              id={`${id}-${index}`}
              index={index}
              top={index * rowHeight}
              row={rows.rowAt(index)}
              active={index === keys.active}
            />
          ))}
        </div>
      </div>
      {rows.total === 0 && (
        <EmptyState
          icon="devices"
          title={t(filtered ? 'devices.empty.filtered' : 'devices.empty')}
          text={t(filtered ? 'devices.empty.filtered.text' : 'devices.empty.text')}
        />
      )}
    </div>
  );
}
