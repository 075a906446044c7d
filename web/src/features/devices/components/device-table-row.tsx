import { Link, useNavigate } from '@tanstack/react-router';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { LastSeen } from '@/components/last-seen';
import { PresenceBadge } from '@/components/presence-badge';
import { type Column, columns } from '@/features/devices/filter';
import type { DeviceRow } from '@/lib/api-schemas';
import { useZone } from '@/lib/site-zones';
import styles from './device-table.module.css';

type DeviceTableRowProps = {
  id: string;
  index: number;
  top: number;
  /** Absent while its block is on the way. */
  row: DeviceRow | undefined;
  active: boolean;
};

function cellsOf(row: DeviceRow, zone: string | undefined): Record<Column, ReactNode> {
  return {
    name: (
      <Link to="/devices/$id" params={{ id: row.id }} className={styles.name} tabIndex={-1}>
        {row.name}
      </Link>
    ),
    identifier: <span className={styles.identifier}>{row.identifier?.value}</span>,
    state: <PresenceBadge presence={row.presence} exclusion={row.exclusion} />,
    last_seen: <LastSeen at={row.last_seen_at} zone={zone} inGrid />,
    site: row.site,
    building: row.building,
    room: row.room,
    type: row.type,
    firmware: row.firmware && <span className={styles.identifier}>{row.firmware}</span>,
  };
}

const named = ['name', 'site', 'building', 'room', 'type'] as const;

/** What a narrow column may cut off. */
function wholeText(row: DeviceRow, column: Column): string | undefined {
  const name = named.find((one) => one === column);
  return (name && row[name]) ?? undefined;
}

/** One line of the list. It only shows: it fetches nothing and keeps no state. */
export const DeviceTableRow = memo(function DeviceTableRow({
  id,
  index,
  top,
  row,
  active,
}: DeviceTableRowProps) {
  const navigate = useNavigate();
  const zone = useZone(row?.site_id);
  const cells = row && cellsOf(row, zone);

  const open = (event: MouseEvent<HTMLElement>) => {
    // The name is a real link: new tab, copy address and selecting text keep their meaning.
    if (!row || (event.target as Element).closest('a') || window.getSelection()?.toString()) return;
    void navigate({ to: '/devices/$id', params: { id: row.id } });
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the grid opens the active row
    <div
      id={id}
      role="row"
      className={styles.line}
      aria-rowindex={index + 2}
      aria-selected={active}
      aria-busy={row ? undefined : true}
      data-presence={row?.presence}
      style={{ transform: `translateY(${top}px)` }}
      onClick={open}
    >
      {columns.map((column, at) => (
        <div
          key={column}
          role="gridcell"
          className={styles.cell}
          aria-colindex={at + 1}
          data-column={column}
          title={row && wholeText(row, column)}
        >
          {cells ? cells[column] : <span className={styles.blank} />}
        </div>
      ))}
    </div>
  );
});
