import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useOnSearch } from '@/app/pages/use-on-search';
import { ErrorState } from '@/components/error-state';
import { PageHead } from '@/components/page-head';
import { Skeleton } from '@/components/skeleton';
import { StateChips } from '@/components/state-chips';
import { typesQuery } from '@/features/devices/api/get-types';
import { DeviceTable } from '@/features/devices/components/device-table';
import { FilterChips } from '@/features/devices/components/filter-chips';
import { SearchBox } from '@/features/devices/components/search-box';
import { toggle } from '@/features/devices/filter';
import { summaryQuery } from '@/features/overview/api/get-summary';
import { transitionsQuery } from '@/features/overview/api/get-transitions';
import { BuildingCards } from '@/features/overview/components/building-cards';
import { ChangesStrip } from '@/features/overview/components/changes-strip';
import { SiteTabs, tabId } from '@/features/overview/components/site-tabs';
import { sitesQuery } from '@/features/places/api/get-sites';
import { countsIn, expectedTotal } from '@/lib/counts';
import { useText } from '@/lib/i18n';
import { preferences } from '@/lib/preferences';
import styles from './overview-page.module.css';

const panelId = 'site';
const route = getRouteApi('/signed-in/');

export function OverviewPage() {
  const { t } = useText();
  const search = route.useSearch();
  const onSearch = useOnSearch('/');
  const sites = useQuery(sitesQuery);
  const summary = useQuery(summaryQuery);
  const types = useQuery(typesQuery);
  const transitions = useQuery(transitionsQuery);

  const site = search.site?.[0];
  const all = sites.data?.items ?? [];
  const here = useMemo(
    () => sites.data?.items.filter(({ id }) => !site || id === site) ?? [],
    [sites.data, site],
  );
  const buildings = useMemo(
    () => (site ? new Set(here.flatMap((one) => one.buildings.map(({ id }) => id))) : undefined),
    [site, here],
  );
  const place = { site: site ? [site] : undefined, building: search.building };
  const filters = { search, onSearch, sites: all, types: types.data?.items ?? [] };
  const failed = sites.error ?? summary.error;

  // The remembered site may be gone, or not this reader's: never filter by what no tab shows.
  const unknown = site !== undefined && sites.data !== undefined && here.length === 0;
  useEffect(() => {
    if (!unknown) return;
    preferences.set({ site: null });
    onSearch({ site: undefined });
  }, [unknown, onSearch]);

  const tabbed = !sites.data || all.length > 1;
  const panel = tabbed ? { id: panelId, role: 'tabpanel', 'aria-labelledby': tabId(site) } : {};
  const selectSite = (next: string | undefined) => {
    preferences.set({ site: next ?? null });
    onSearch({ site: next ? [next] : undefined, building: undefined, room: undefined, at: undefined });
  };
  const toggleBuilding = (id: string) => onSearch({ building: toggle(search.building, id), at: undefined });

  return (
    <>
      <div className="visually-hidden">
        <PageHead title={t('nav.overview')} />
      </div>
      {tabbed && (
        <SiteTabs sites={all} summary={summary.data} selected={site} onSelect={selectSite} panel={panelId} />
      )}
      <div {...panel}>
        <div className={styles.top}>
          <StateChips
            counts={summary.data && countsIn(summary.data, place.site ? { site: place.site } : {})}
            selected={search.state}
            onToggle={(state) => onSearch({ state: toggle(search.state, state), at: undefined })}
          />
          <ChangesStrip
            transitions={transitions.data}
            discovered={summary.data?.discovered}
            buildings={buildings}
          />
        </div>
        <div className={styles.columns}>
          <div className={styles.cards}>
            {failed && !summary.data && (
              <ErrorState
                error={failed}
                onRetry={() => void Promise.all([sites.refetch(), summary.refetch()])}
              />
            )}
            {!failed && !(summary.data && sites.data) && <Skeleton lines={11} />}
            {summary.data && sites.data && (
              <BuildingCards
                key={site ?? 'all'}
                sites={here}
                summary={summary.data}
                selected={search.building}
                onToggle={toggleBuilding}
              />
            )}
          </div>
          <section className={styles.devices} aria-label={t('nav.devices')}>
            <div className={styles.filters}>
              <SearchBox
                text={search.q ?? ''}
                onSearch={(q) => onSearch({ q: q || undefined, at: undefined })}
              />
              <FilterChips {...filters} without="site" />
            </div>
            <DeviceTable
              search={search}
              onSearch={onSearch}
              expected={expectedTotal(
                summary.data,
                search.building ? { ...search, site: undefined } : search,
              )}
              revision={summary.data?.revision}
              narrow
            />
          </section>
        </div>
      </div>
    </>
  );
}
