import { Icon } from '@/components/icon';
import { type DeviceSearch, filterOf, toggle } from '@/features/devices/filter';
import type { DeviceType, Site } from '@/lib/api-schemas';
import { type Key, useText } from '@/lib/i18n';
import styles from './filter-bar.module.css';

type FilterChipsProps = {
  search: DeviceSearch;
  onSearch: (change: Partial<DeviceSearch>) => void;
  sites: readonly Site[];
  types: readonly DeviceType[];
  /** A filter that the page already shows in another way, such as its tabs. */
  without?: keyof DeviceSearch;
};

type Chip = { key: string; kind: Key; name: string; change: Partial<DeviceSearch> };

function chipsOf(
  { search, sites, types, without }: FilterChipsProps,
  wordOf: (state: string) => string,
): Chip[] {
  const buildings = sites.flatMap((site) => site.buildings);
  const places = {
    site: sites,
    building: buildings,
    room: buildings.flatMap(({ rooms }) => rooms),
    type: types,
  };
  const chips: Chip[] = [];
  for (const key of ['site', 'building', 'room', 'type'] as const) {
    if (key === without) continue;
    for (const id of search[key] ?? []) {
      // A filter on something that is gone stays visible, so that it can be taken off.
      const name = places[key].find((one) => one.id === id)?.name ?? id.slice(0, 8);
      chips.push({ key: key + id, kind: `column.${key}`, name, change: { [key]: toggle(search[key], id) } });
    }
  }
  for (const state of search.state ?? []) {
    chips.push({
      key: state,
      kind: 'column.state',
      name: wordOf(state),
      change: { state: toggle(search.state, state) },
    });
  }
  if (search.q) chips.push({ key: 'q', kind: 'filter.text', name: search.q, change: { q: undefined } });
  return chips;
}

/** Every active filter, each removable, and all at once. */
export function FilterChips(props: FilterChipsProps) {
  const { t, word } = useText();
  const chips = chipsOf(props, (state) => word('presence', state, 'column.state'));
  if (chips.length === 0) return null;

  const nothing = Object.fromEntries(
    Object.keys(filterOf(props.search))
      .filter((key) => key !== props.without)
      .map((key) => [key, undefined]),
  );
  return (
    <ul className={styles.chips} aria-label={t('filter.active')}>
      {chips.map(({ key, kind, name, change }) => (
        <li key={key}>
          <button
            type="button"
            className={styles.chip}
            aria-label={t('filter.remove', { kind: t(kind), name })}
            onClick={() => props.onSearch({ ...change, at: undefined })}
          >
            <span>
              <span className={styles.kind}>{t(kind)} </span>
              {name}
            </span>
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className={styles.clear}
          onClick={() => props.onSearch({ ...nothing, at: undefined })}
        >
          {t('filter.clear')}
        </button>
      </li>
    </ul>
  );
}
