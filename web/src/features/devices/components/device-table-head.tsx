import { Icon } from '@/components/icon';
import { type Column, columns, type Sort } from '@/features/devices/filter';
import { useText } from '@/lib/i18n';
import styles from './device-table.module.css';

type DeviceTableHeadProps = { sort: Sort; onSort: (sort: Sort) => void };

/** Column names that sort: once for ascending, again for descending. */
export function DeviceTableHead({ sort, onSort }: DeviceTableHeadProps) {
  const { t } = useText();
  const descending = sort.startsWith('-');
  const sorted = (descending ? sort.slice(1) : sort) as Column;

  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.line} aria-rowindex={1}>
        {columns.map((column, at) => {
          const own = column === sorted;
          return (
            <div
              key={column}
              role="columnheader"
              aria-colindex={at + 1}
              aria-sort={own ? (descending ? 'descending' : 'ascending') : undefined}
              className={styles.cell}
              data-column={column}
            >
              <button
                type="button"
                className={styles.sort}
                onClick={() => onSort(own && !descending ? `-${column}` : column)}
              >
                <span>{t(`column.${column}`)}</span>
                {own && <Icon name={descending ? 'down' : 'up'} size={12} />}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
