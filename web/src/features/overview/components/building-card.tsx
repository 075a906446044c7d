import { Link } from '@tanstack/react-router';
import { Icon } from '@/components/icon';
import { PresenceIcon } from '@/components/presence-icon';
import { StateBar } from '@/components/state-bar';
import { type Counts, presences } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './building-card.module.css';

type BuildingCardProps = {
  id: string;
  name: string;
  /** The site, where cards of several sites stand together. */
  place: string | undefined;
  counts: Counts;
  selected: boolean;
  onToggle: (id: string) => void;
};

/** A building at a glance: clicking filters the list beside it, the arrow opens its own list. */
export function BuildingCard({ id, name, place, counts, selected, onToggle }: BuildingCardProps) {
  const { t, count, number } = useText();
  return (
    <li className={styles.card} data-selected={selected}>
      <button type="button" className={styles.main} aria-pressed={selected} onClick={() => onToggle(id)}>
        <span className={styles.title}>
          <span className={styles.name}>{name}</span>
          <span className={styles.total}>{count('overview.devices', counts.total)}</span>
        </span>
        {place && <span className={styles.place}>{place}</span>}
        <StateBar counts={counts} />
        <span className={styles.counts}>
          {presences.map((presence) => (
            <span
              key={presence}
              role="img"
              aria-label={t('overview.count', {
                word: t(`presence.${presence}`),
                n: number(counts[presence]),
              })}
              className={styles.count}
              data-zero={counts[presence] === 0}
            >
              <PresenceIcon presence={presence} />
              {number(counts[presence])}
            </span>
          ))}
        </span>
      </button>
      <Link
        to="/devices"
        search={{ building: [id] }}
        className={styles.open}
        aria-label={t('overview.open_building', { name })}
        title={t('overview.open_building', { name })}
      >
        <Icon name="chevron" />
      </Link>
    </li>
  );
}
