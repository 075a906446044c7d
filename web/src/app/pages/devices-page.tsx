import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useOnSearch } from '@/app/pages/use-on-search';
import { PageHead } from '@/components/page-head';
import { StateChips } from '@/components/state-chips';
import { typesQuery } from '@/features/devices/api/get-types';
import { DeviceTable } from '@/features/devices/components/device-table';
import { FilterBar } from '@/features/devices/components/filter-bar';
import { FilterChips } from '@/features/devices/components/filter-chips';
import { toggle } from '@/features/devices/filter';
import { useStateCounts } from '@/features/devices/hooks/use-state-counts';
import { summaryQuery } from '@/features/overview/api/get-summary';
import { sitesQuery } from '@/features/places/api/get-sites';
import { expectedTotal } from '@/lib/counts';
import { useText } from '@/lib/i18n';
import styles from './devices-page.module.css';

const route = getRouteApi('/signed-in/devices');

export function DevicesPage() {
  const { t } = useText();
  const search = route.useSearch();
  const onSearch = useOnSearch('/devices');
  const { data: sites } = useQuery(sitesQuery);
  const { data: types } = useQuery(typesQuery);
  const { data: summary } = useQuery(summaryQuery);
  const counts = useStateCounts(summary, search);
  const filters = { search, onSearch, sites: sites?.items ?? [], types: types?.items ?? [], summary };

  return (
    <>
      <PageHead title={t('nav.devices')} />
      <div className={styles.filters}>
        <StateChips
          counts={counts}
          selected={search.state}
          onToggle={(state) => onSearch({ state: toggle(search.state, state), at: undefined })}
        />
        <FilterBar {...filters} />
        <FilterChips {...filters} />
      </div>
      <DeviceTable
        search={search}
        onSearch={onSearch}
        expected={expectedTotal(summary, search)}
        revision={summary?.revision}
      />
    </>
  );
}
