import { type DeviceSearch, toggle } from '@/features/devices/filter';
import type { DeviceType, Site, Summary } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './filter-bar.module.css';

export type FilterSelectsProps = {
  search: DeviceSearch;
  onSearch: (change: Partial<DeviceSearch>) => void;
  sites: readonly Site[];
  types: readonly DeviceType[];
  /** Says how many devices a site or a building has. */
  summary: Summary | undefined;
};

type Option = { id: string; name: string };

/** One list each for site, building, room and type; choosing adds a filter, which shows as a chip. */
export function FilterSelects({ search, onSearch, sites, types, summary }: FilterSelectsProps) {
  const { t, number } = useText();
  const places = [...(summary?.sites ?? []), ...(summary?.buildings ?? [])];
  const totals = new Map(places.map(({ id, counts }) => [id, counts.total]));
  const labelOf = ({ id, name }: Option) => {
    const total = totals.get(id);
    return total === undefined ? name : t('filter.option', { name, n: number(total) });
  };
  const inSite = sites.filter(({ id }) => !search.site || search.site.includes(id));
  const buildings = inSite.flatMap((site) => site.buildings);
  const inBuilding = buildings.filter(({ id }) => search.building?.includes(id));
  const choices: ['site' | 'building' | 'room' | 'type', readonly Option[]][] = [
    ['site', sites.length > 1 ? sites : []],
    ['building', buildings],
    ['room', inBuilding.flatMap(({ rooms }) => rooms)],
    ['type', types],
  ];

  return choices.map(([key, options]) =>
    options.length === 0 ? null : (
      <select
        key={key}
        className={`field ${styles.select}`}
        aria-label={t(`filter.add_${key}`)}
        value=""
        onChange={(event) => onSearch({ [key]: toggle(search[key], event.target.value), at: undefined })}
      >
        <option value="">{t(`column.${key}`)}</option>
        {options.map((option) => (
          <option key={option.id} value={option.id} disabled={search[key]?.includes(option.id) ?? false}>
            {labelOf(option)}
          </option>
        ))}
      </select>
    ),
  );
}
