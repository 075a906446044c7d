import { PresenceIcon } from '@/components/presence-icon';
import { type Counts, type Presence, presences } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './state-chips.module.css';

type StateChipsProps = {
  counts: Counts | undefined;
  selected: readonly Presence[] | undefined;
  onToggle: (presence: Presence) => void;
};

/** The six states in their fixed order, with their totals; each is a switch of the filter. */
export function StateChips({ counts, selected, onToggle }: StateChipsProps) {
  const { t, number } = useText();
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">{t('filter.states')}</legend>
      {presences.map((presence) => (
        <button
          key={presence}
          type="button"
          className={styles.chip}
          data-presence={presence}
          data-zero={counts?.[presence] === 0}
          aria-pressed={selected?.includes(presence) ?? false}
          onClick={() => onToggle(presence)}
        >
          <PresenceIcon presence={presence} />
          <span className={styles.word}>{t(`presence.${presence}`)}</span>{' '}
          <strong className={styles.count}>{counts ? number(counts[presence]) : '–'}</strong>
        </button>
      ))}
    </fieldset>
  );
}
