import { Icon } from '@/components/icon';
import { PresenceBadge } from '@/components/presence-badge';
import type { SearchChoice } from '@/features/devices/global-search';
import { useText } from '@/lib/i18n';
import styles from './global-search.module.css';

type SearchResultProps = { id: string; choice: SearchChoice; active: boolean; onChoose: () => void };

/** One line of the global search: a device, a place, or the way to all results. */
export function SearchResult({ id, choice, active, onChoose }: SearchResultProps) {
  const { t, count } = useText();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input chooses the active option
    <div id={id} role="option" aria-selected={active} className={styles.result} onClick={onChoose}>
      {choice.kind === 'device' && (
        <>
          <span className={styles.name}>{choice.row.name}</span>
          <span className={styles.state}>
            <PresenceBadge presence={choice.row.presence} exclusion={choice.row.exclusion} />
          </span>
          <span className={styles.identifier}>{choice.row.identifier?.value}</span>
          <span className={styles.place}>
            {[choice.row.site, choice.row.building, choice.row.room].filter(Boolean).join(' › ')}
          </span>
        </>
      )}
      {choice.kind === 'place' && (
        <>
          <span className={styles.name}>{choice.name}</span>
          <span className={styles.place}>{choice.within || t('column.site')}</span>
        </>
      )}
      {choice.kind === 'all' && (
        <span className={styles.all}>
          {count('search.all', choice.total)} <Icon name="chevron" size={12} />
        </span>
      )}
    </div>
  );
}
