import { useQueries } from '@tanstack/react-query';
import { stateCountQuery } from '@/features/devices/api/get-state-counts';
import { type DeviceSearch, filterOf } from '@/features/devices/filter';
import { type Counts, presences, type Summary } from '@/lib/api-schemas';
import { countsIn, noCounts } from '@/lib/counts';

/** How many devices a list would hold in each state, its other filters kept. */
export function useStateCounts(summary: Summary | undefined, search: DeviceSearch): Counts | undefined {
  const { state: _, ...filter } = filterOf(search);
  // The live counters are broken down by site and by building, each alone; the rest is asked for.
  const live = !filter.room && !filter.type && !filter.q && !(filter.site && filter.building);
  const totals = useQueries({ queries: presences.map((state) => stateCountQuery(filter, state, !live)) });
  if (live) return summary && countsIn(summary, filter);
  if (totals.some(({ data }) => data === undefined)) return undefined;
  const counts = { ...noCounts };
  for (const [at, presence] of presences.entries()) {
    counts[presence] = totals[at]?.data ?? 0;
    counts.total += counts[presence];
  }
  return counts;
}
