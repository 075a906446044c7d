import type { ReactNode } from 'react';
import { phone, tablet, useMedia } from '@/lib/use-media';
import styles from './data-table.module.css';

export type TableColumn<T> = {
  name: string;
  /** `name`: of any length, which a narrow table breaks. */
  kind?: 'name' | 'number' | 'mono';
  cell: (row: T) => ReactNode;
};

type DataTableProps<T> = {
  label: string;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
};

/** With more columns than these a tablet is too narrow as well. */
const fewColumns = 5;

/** A plain table for lists that fit in one answer; where it is too wide each line becomes a block. */
export function DataTable<T>({ label, columns, rows, keyOf }: DataTableProps<T>) {
  const blocks = useMedia(columns.length > fewColumns ? tablet : phone);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div className={styles.scroller} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table} data-blocks={blocks}>
        <thead>
          <tr>
            {columns.map(({ name, kind }) => (
              <th key={name} scope="col" data-kind={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, kind, cell }) => (
                <td key={name} data-name={name} data-kind={kind}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
