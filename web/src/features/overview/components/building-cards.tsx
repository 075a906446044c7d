import { useState } from 'react';
import { BuildingCard } from '@/features/overview/components/building-card';
import type { Building, Counts, Site, Summary } from '@/lib/api-schemas';
import { noCounts } from '@/lib/counts';
import { useText } from '@/lib/i18n';
import { phone, useMedia } from '@/lib/use-media';
import styles from './building-card.module.css';

/** Cards that stand open at first; the others are one click away. */
const shownFirst = { phone: 4, desk: 30 };

type BuildingCardsProps = {
  sites: readonly Site[];
  summary: Summary;
  selected: readonly string[] | undefined;
  onToggle: (building: string) => void;
};

const problems = ({ missing, late, total }: Counts) => (total === 0 ? -1 : (missing + late / 4) / total);

/** Worst first, as it was when this view was opened: cards do not move while somebody looks at them. */
function orderOf(buildings: readonly Building[], countsOf: ReadonlyMap<string, Counts>): string[] {
  const shareOf = ({ id }: Building) => problems(countsOf.get(id) ?? noCounts);
  return [...buildings]
    .sort((a, b) => shareOf(b) - shareOf(a) || a.name.localeCompare(b.name))
    .map(({ id }) => id);
}

/** The caller gives a new `key` per site, which is when the order is taken anew. */
export function BuildingCards({ sites, summary, selected, onToggle }: BuildingCardsProps) {
  const { t, count } = useText();
  const small = useMedia(phone);
  const [all, setAll] = useState(false);
  const countsOf = new Map(summary.buildings.map(({ id, counts }) => [id, counts]));
  const buildings = sites.flatMap((site) => site.buildings);
  const [order] = useState(() => orderOf(buildings, countsOf));

  const rank = new Map(order.map((id, at) => [id, at]));
  const cards = sites
    .flatMap((site) => site.buildings.map((building) => ({ ...building, place: site.name })))
    .sort((a, b) => (rank.get(a.id) ?? order.length) - (rank.get(b.id) ?? order.length));
  const first = small ? shownFirst.phone : shownFirst.desk;
  const visible = all ? cards : cards.filter(({ id }, at) => at < first || selected?.includes(id));

  return (
    <section aria-label={t('overview.buildings')}>
      <ul className={styles.cards}>
        {visible.map(({ id, name, place }) => (
          <BuildingCard
            key={id}
            id={id}
            name={name}
            place={sites.length > 1 ? place : undefined}
            counts={countsOf.get(id) ?? noCounts}
            selected={selected?.includes(id) ?? false}
            onToggle={onToggle}
          />
        ))}
      </ul>
      {visible.length < cards.length && (
        <button type="button" className={`button ${styles.more}`} onClick={() => setAll(true)}>
          {count('overview.all_buildings', cards.length)}
        </button>
      )}
    </section>
  );
}
