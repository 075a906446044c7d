import { type Counts, type Presence, presences, type Summary } from '@/lib/api-schemas';

export const noCounts: Counts = {
  online: 0,
  late: 0,
  missing: 0,
  never_seen: 0,
  unobserved: 0,
  excluded: 0,
  total: 0,
};

export function sum(list: readonly Counts[]): Counts {
  const all = { ...noCounts };
  for (const counts of list) {
    for (const presence of presences) all[presence] += counts[presence];
    all.total += counts.total;
  }
  return all;
}

type Places = { site?: readonly string[]; building?: readonly string[] };

/** The live counters of the places that a filter names. */
export function countsIn(summary: Summary, { site, building }: Places): Counts {
  const pick = (list: Summary['sites'], ids: readonly string[]) =>
    sum(list.filter(({ id }) => ids.includes(id)).map(({ counts }) => counts));
  if (building) return pick(summary.buildings, building);
  return site ? pick(summary.sites, site) : summary.counts;
}

type Filter = Places & { state?: readonly Presence[]; room?: unknown; type?: unknown; q?: unknown };

/** How many devices a filter holds now; unknown for what the counters do not break down. */
export function expectedTotal(summary: Summary | undefined, filter: Filter): number | undefined {
  if (!summary || filter.room || filter.type || filter.q || (filter.site && filter.building))
    return undefined;
  const counts = countsIn(summary, filter);
  return filter.state ? filter.state.reduce((all, state) => all + counts[state], 0) : counts.total;
}
