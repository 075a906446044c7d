import type { ReactNode } from 'react';
import { Pager } from '@/components/pager';
import { phone, tablet, useMedia } from '@/lib/use-media';
import styles from './data-table.module.css';

export type TableColumn<T> = {
  name: string;
  /** `name`: of any length, which a narrow table breaks. */
  kind?: 'name' | 'number' | 'mono';
  cell: (row: T) => ReactNode;
};

export type Paging = { page: number; onPage: (page: number) => void };

type DataTableProps<T> = {
  label: string;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** For lists that may be long: which page of them, from 1 on. */
  paging?: Paging;
};

/** With more columns than these a tablet is too narrow as well. */
const fewColumns = 5;
const pageSize = 100;

/** A plain table for lists that fit in one answer; where it is too wide each line becomes a block. */
export function DataTable<T>({ label, columns, rows, keyOf, paging }: DataTableProps<T>) {
  const blocks = useMedia(columns.length > fewColumns ? tablet : phone);
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = paging ? Math.min(paging.page, pages) : 1;
  const shown = paging ? rows.slice((page - 1) * pageSize, page * pageSize) : rows;
  const table = (
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
          {shown.map((row) => (
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
  if (!paging || pages === 1) return table;
  const pager = <Pager label={label} page={page} pages={pages} onPage={paging.onPage} />;
  return (
    <>
      {pager}
      {table}
    </>
  );
}
