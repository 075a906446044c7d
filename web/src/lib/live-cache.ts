import type {
  Query,
  QueryCacheNotifyEvent,
  QueryClient,
  QueryFilters,
  QueryFunction,
} from '@tanstack/react-query';
import * as v from 'valibot';
import type {
  BrokerList,
  Device,
  DevicePage,
  DeviceRow,
  PlaceCounts,
  StreamSummary,
  Summary,
  Transition,
  TransitionList,
} from '@/lib/api-schemas';
import * as schemas from '@/lib/api-schemas';
import type { StreamEvent } from '@/lib/event-stream';
import { queryKeys } from '@/lib/query-keys';

const transitionsMax = 500;

/** A page as cached: the server's, and which of its rows would now stand elsewhere in the order. */
export type LivePage = DevicePage & { moved?: readonly string[] };

/** What events said: of each thing the latest. */
type News = {
  summary: StreamSummary | null;
  rows: Map<string, DeviceRow>;
  transitions: TransitionList | null;
  brokers: BrokerList | null;
};

/** A question on its way. Its answer may be older than what was heard since it was asked. */
type Question = { heard: News; again: boolean };

const noNews = (): News => ({ summary: null, rows: new Map(), transitions: null, brokers: null });

/** The query cache, kept fresh by events: one write per key and burst, order untouched. */
export class LiveCache {
  private readonly questions = new Map<object, Question>();
  private revision: number | null = null;

  constructor(private readonly client: QueryClient) {
    client.getQueryCache().subscribe((event) => this.follow(event));
  }

  apply(events: readonly StreamEvent[]) {
    if (events.some(({ name }) => name === 'resync')) {
      void this.resync();
      return;
    }
    const news = readNews(events);
    for (const { heard } of this.questions.values()) addNews(heard, news);
    if (news.brokers) this.client.setQueryData(queryKeys.brokers, news.brokers);
    for (const query of this.client.getQueryCache().getAll()) this.write(query, news);
    // The row does not carry the last message or the history: read them.
    for (const queryKey of [...news.rows.keys()].map(queryKeys.device)) {
      if (this.client.getQueryState(queryKey)) void this.askAgain({ queryKey });
    }
  }

  /** Reads everything on screen again, without touching what the reader has open. */
  resync() {
    // What was heard before belongs to another run of the server, or has a gap behind it.
    for (const question of this.questions.values()) question.heard = noNews();
    return this.askAgain({ predicate: ({ queryKey }) => queryKey[0] !== queryKeys.me[0] });
  }

  /** Reads the counters again that no event repeats as a whole. */
  recount() {
    const counters = [queryKeys.summary, queryKeys.transitions, queryKeys.brokers];
    return Promise.all(counters.map((queryKey) => this.askAgain({ queryKey })));
  }

  /** Reads what is on screen again, in place, where no event brings it; rejects when that failed. */
  async poll() {
    const read = (queryKey: readonly string[]) =>
      this.client.invalidateQueries({ queryKey, refetchType: 'active' }, { throwOnError: true });
    const pages = this.client.getQueryCache().findAll({ queryKey: queryKeys.devicePages, type: 'active' });
    const keys = [queryKeys.summary, queryKeys.transitions, queryKeys.brokers, queryKeys.devices];
    await Promise.all([...keys.map(read), ...pages.map((page) => this.pollPage(page))]);
  }

  /** Reads a page beside its place in the cache: its rows change where they stand (see `moved`). */
  private async pollPage(query: Query) {
    const heard = noNews();
    const question: Question = { heard, again: false };
    this.questions.set(question, question);
    const fresh = await this.client
      .fetchQuery({
        queryKey: ['polled', ...query.queryKey],
        queryFn: query.options.queryFn as QueryFunction<DevicePage>,
        staleTime: 0,
        gcTime: 0,
      })
      .finally(() => this.questions.delete(question));
    const page = query.state.data as LivePage | undefined;
    const hadGap = question.heard !== heard; // and everything is read again after it
    if (!page || hadGap) return;
    const rows = new Map(fresh.items.map((row) => [row.id, row]));
    const known = new Set(page.items.map(({ id }) => id));
    const added = [...rows.keys()].filter((id) => !known.has(id));
    const gone = [...known].filter((id) => !rows.has(id));
    for (const [id, row] of heard.rows) rows.set(id, row);
    // One that is gone pulls another one in, or leaves the page shorter.
    writePage(this.client, query, rows, added.length > gone.length ? added : gone);
  }

  /** Invalidates, also what is asked already and would be taken for the answer. */
  private askAgain(filters: QueryFilters) {
    for (const query of this.client.getQueryCache().findAll(filters)) {
      const question = this.questions.get(query);
      // Only a question of a screen that has an older answer is withdrawn and asked anew.
      if (question) question.again = query.state.data === undefined || !query.isActive();
    }
    return this.client.invalidateQueries(filters);
  }

  private follow(event: QueryCacheNotifyEvent) {
    const { query } = event;
    if (event.type === 'removed') this.questions.delete(query);
    if (event.type !== 'updated') return;
    if (query.state.fetchStatus !== 'idle') {
      if (!this.questions.has(query)) this.questions.set(query, { heard: noNews(), again: false });
      return;
    }
    if (query.queryKey[0] === queryKeys.summary[0])
      this.compareRevision(query.state.data as Summary | undefined);
    const question = this.questions.get(query);
    this.questions.delete(query);
    // A question that failed has overwritten nothing.
    if (!question || event.action.type === 'error') return;
    // The server tells every change of what was declared, so a later one follows if this is too old.
    this.write(query, question.heard);
    if (question.again) void this.askAgain({ queryKey: query.queryKey, exact: true });
  }

  private compareRevision(summary: Summary | undefined) {
    if (!summary || summary.revision === this.revision) return;
    const isFirst = this.revision === null;
    this.revision = summary.revision;
    if (isFirst) return;
    // Transitions have the names of devices and places in them.
    const registered = [queryKeys.sites, queryKeys.types, queryKeys.transitions];
    for (const queryKey of registered) void this.askAgain({ queryKey });
  }

  private write(query: Query, news: News) {
    const { queryKey, state } = query;
    if (state.data === undefined) return;
    const set = (data: unknown) => this.client.setQueryData(queryKey, data);
    const root = queryKey[0];
    if (root === queryKeys.summary[0] && news.summary) set(mergeSummary(state.data as Summary, news.summary));
    if (root === queryKeys.brokers[0] && news.brokers) set(news.brokers);
    if (root === queryKeys.transitions[0] && news.transitions)
      set(mergeTransitions(state.data as TransitionList, news.transitions));
    if (root === queryKeys.devicePages[0]) {
      const { items } = state.data as LivePage;
      if (items.some(({ id }) => news.rows.has(id))) writePage(this.client, query, news.rows);
    }
    const row = root === queryKeys.devices[0] && news.rows.get(String(queryKey[1]));
    if (row) set({ ...(state.data as Device), ...row });
  }
}

function readNews(events: readonly StreamEvent[]): News {
  const news = noNews();
  for (const { name, data } of events) {
    if (name === 'summary') {
      addNews(news, { ...noNews(), summary: v.parse(schemas.streamSummary, data) });
    } else if (name === 'rows') {
      for (const row of v.parse(schemas.streamRows, data).items) news.rows.set(row.id, row);
    } else if (name === 'transitions') {
      addNews(news, { ...noNews(), transitions: v.parse(schemas.transitionList, data) });
    } else if (name === 'brokers') {
      news.brokers = v.parse(schemas.brokerList, data);
    }
  }
  return news;
}

function addNews(old: News, { summary, rows, transitions, brokers }: News) {
  if (summary) old.summary = old.summary ? { ...summary, ...mergeSummary(old.summary, summary) } : summary;
  for (const [id, row] of rows) old.rows.set(id, row);
  if (transitions)
    old.transitions = old.transitions ? mergeTransitions(old.transitions, transitions) : transitions;
  old.brokers = brokers ?? old.brokers;
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

/** The counts are the server's: of a great change it names no more than a page shows. */
function mergeTransitions(old: TransitionList, news: TransitionList): TransitionList {
  const keyOf = ({ device_id, at, to }: Transition) => `${device_id} ${at} ${to}`;
  const known = new Set(old.items.map(keyOf));
  const items = [...news.items.filter((item) => !known.has(keyOf(item))), ...old.items];
  const since = Date.parse(news.since);
  return {
    ...news,
    items: items.filter(({ at }) => Date.parse(at) >= since).slice(0, transitionsMax),
  };
}
