import type { Query, QueryClient, QueryFunction } from '@tanstack/react-query';
import * as v from 'valibot';
import type {
  DevicePage,
  DeviceRow,
  PlaceCounts,
  StreamSummary,
  Summary,
  Transition,
} from '@/lib/api-schemas';
import * as schemas from '@/lib/api-schemas';
import type { StreamEvent } from '@/lib/event-stream';
import { queryKeys } from '@/lib/query-keys';

const hour = 3_600_000;
const transitionsMax = 500;

/** A page as cached: the server's, and which of its rows would now stand elsewhere in the order. */
export type LivePage = DevicePage & { moved?: readonly string[] };

/** Writes what a burst of events says into the query cache: one write per key, order untouched. */
export function applyEvents(client: QueryClient, events: readonly StreamEvent[]) {
  if (events.some(({ name }) => name === 'resync')) {
    void resync(client);
    return;
  }
  const rows = new Map<string, DeviceRow>();
  const transitions: Transition[] = [];
  let summary = client.getQueryData<Summary>(queryKeys.summary);
  const revision = summary?.revision;

  for (const { name, data } of events) {
    if (name === 'summary') {
      const delta = v.parse(schemas.streamSummary, data);
      summary &&= mergeSummary(summary, delta);
    } else if (name === 'rows') {
      for (const row of v.parse(schemas.streamRows, data).items) rows.set(row.id, row);
    } else if (name === 'transitions') {
      transitions.push(...v.parse(schemas.transitionList, data).items);
    } else if (name === 'brokers') {
      client.setQueryData(queryKeys.brokers, v.parse(schemas.brokerList, data));
    }
  }

  if (summary) client.setQueryData(queryKeys.summary, summary);
  if (summary && summary.revision !== revision) {
    void client.invalidateQueries({ queryKey: queryKeys.sites });
    void client.invalidateQueries({ queryKey: queryKeys.types });
  }
  if (rows.size > 0) writeRows(client, rows);
  if (transitions.length > 0) writeTransitions(client, transitions);
}

/** Reads everything on screen again, without touching what the reader has open. */
export function resync(client: QueryClient) {
  return client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== queryKeys.me[0] });
}

/** Reads what is on screen again, in place, where no event brings it; rejects when that failed. */
export async function poll(client: QueryClient) {
  const read = (queryKey: readonly string[]) =>
    client.invalidateQueries({ queryKey, refetchType: 'active' }, { throwOnError: true });
  const pages = client.getQueryCache().findAll({ queryKey: queryKeys.devicePages, type: 'active' });
  const keys = [queryKeys.summary, queryKeys.transitions, queryKeys.brokers, queryKeys.devices];
  await Promise.all([...keys.map(read), ...pages.map((page) => pollPage(client, page))]);
}

/** Reads a page beside its place in the cache: its rows change where they stand (see `moved`). */
async function pollPage(client: QueryClient, query: Query) {
  const fresh = await client.fetchQuery({
    queryKey: ['polled', ...query.queryKey],
    queryFn: query.options.queryFn as QueryFunction<DevicePage>,
    staleTime: 0,
    gcTime: 0,
  });
  const page = query.state.data as LivePage | undefined;
  if (!page) return;
  const rows = new Map(fresh.items.map((row) => [row.id, row]));
  const known = new Set(page.items.map(({ id }) => id));
  const added = [...rows.keys()].filter((id) => !known.has(id));
  const gone = [...known].filter((id) => !rows.has(id));
  // One that is gone pulls another one in, or leaves the page shorter.
  writePage(client, query, rows, added.length > gone.length ? added : gone);
}

/** Reads the counters again that no event repeats as a whole. */
export function recount(client: QueryClient) {
  const counters = [queryKeys.summary, queryKeys.transitions, queryKeys.brokers];
  return Promise.all(counters.map((queryKey) => client.invalidateQueries({ queryKey })));
}

function mergePlaces(old: readonly PlaceCounts[], changed: readonly PlaceCounts[]): PlaceCounts[] {
  const byId = new Map(changed.map((place) => [place.id, place]));
  const kept = old.map((place) => byId.get(place.id) ?? place);
  const known = new Set(old.map(({ id }) => id));
  return [...kept, ...changed.filter(({ id }) => !known.has(id))];
}

function mergeSummary(old: Summary, delta: StreamSummary): Summary {
  return {
    revision: delta.revision,
    counts: delta.counts,
    sites: mergePlaces(old.sites, delta.sites),
    buildings: mergePlaces(old.buildings, delta.buildings),
    discovered: delta.discovered,
  };
}

type PageKey = readonly [string, { state?: readonly string[] }, string, number];

/** Does this change take the row out of the filter, or elsewhere in the order, of this page? */
function hasMoved([, filter, sort]: PageKey, before: DeviceRow, after: DeviceRow): boolean {
  if (filter.state?.length && !filter.state.includes(after.presence)) return true;
  if (sort.endsWith('state')) return before.presence !== after.presence;
  if (sort.endsWith('last_seen')) return before.last_seen_at !== after.last_seen_at;
  return false;
}

function writePage(
  client: QueryClient,
  { queryKey, state }: Query,
  rows: ReadonlyMap<string, DeviceRow>,
  elsewhere: readonly string[] = [],
) {
  const page = state.data as LivePage;
  const moved = new Set([...(page.moved ?? []), ...elsewhere]);
  const items = page.items.map((row) => {
    const next = rows.get(row.id);
    if (next && hasMoved(queryKey as unknown as PageKey, row, next)) moved.add(row.id);
    return next ?? row;
  });
  const written: LivePage = { ...page, items, moved: [...moved] };
  client.setQueryData(queryKey, written, { updatedAt: state.dataUpdatedAt });
}

function writeRows(client: QueryClient, rows: ReadonlyMap<string, DeviceRow>) {
  for (const query of client.getQueryCache().findAll({ queryKey: queryKeys.devicePages })) {
    const page = query.state.data as LivePage | undefined;
    if (page?.items.some(({ id }) => rows.has(id))) writePage(client, query, rows);
  }
  for (const [id, row] of rows) {
    const key = queryKeys.device(id);
    const known = client.getQueryData<object>(key);
    if (!known) continue;
    client.setQueryData(key, { ...known, ...row });
    // The row does not carry the last message or the history: read them.
    void client.invalidateQueries({ queryKey: key });
  }
}

function writeTransitions(client: QueryClient, fresh: readonly Transition[]) {
  const old = client.getQueryData<schemas.TransitionList>(queryKeys.transitions);
  if (!old) return;
  const keyOf = ({ device_id, at, to }: Transition) => `${device_id} ${at} ${to}`;
  const byKey = new Map([...fresh, ...old.items].map((item) => [keyOf(item), item]));
  const since = Date.now() - hour;
  const items = [...byKey.values()]
    .filter(({ at }) => Date.parse(at) >= since)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  // A full list cannot be counted from what is here; the server's figures are kept and moved on.
  const full = old.items.length >= transitionsMax;
  const missing = items.filter(({ to }) => to === 'missing').length;
  const back = items.filter(({ from, to }) => from === 'missing' && to === 'online').length;
  client.setQueryData<schemas.TransitionList>(queryKeys.transitions, {
    went_missing: full ? Math.max(missing, old.went_missing) : missing,
    came_back: full ? Math.max(back, old.came_back) : back,
    items: items.slice(0, transitionsMax),
  });
}
