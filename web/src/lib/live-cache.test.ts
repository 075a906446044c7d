import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Summary, Transition, TransitionList } from '@/lib/api-schemas';
import { noCounts } from '@/lib/counts';
import { LiveCache, type LivePage } from '@/lib/live-cache';
import { queryKeys } from '@/lib/query-keys';
import { aBroker, aDevice, aSite, aType } from '@/testing/factories';

const where = { site: aSite('North', ['U1']), type: aType() };
const pageKey = queryKeys.devicePage({}, 'state', 0);
let client: QueryClient;
let cache: LiveCache;
let screens: Screen[];

/** A screen that asks for this, and whose answers come when the test says so. */
class Screen {
  asked = 0;
  readonly leave: () => void;
  private waiting: { give: (data: unknown) => void; fail: (error: Error) => void } | null = null;

  constructor(private readonly queryKey: readonly unknown[]) {
    const queryFn = ({ signal }: { signal: AbortSignal }) => {
      signal.throwIfAborted();
      this.asked += 1;
      return new Promise<unknown>((give, fail) => {
        this.waiting = { give, fail };
      });
    };
    this.leave = new QueryObserver(client, { queryKey, queryFn }).subscribe(() => undefined);
    screens.push(this);
  }

  async answer(data: unknown) {
    this.waiting?.give(data);
    await settled();
  }

  async fail() {
    this.waiting?.fail(new Error('away'));
    await settled();
  }

  sees<Data>() {
    return client.getQueryData<Data>(this.queryKey);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
  cache = new LiveCache(client);
  screens = [];
});
afterEach(() => {
  for (const { leave } of screens) leave();
  client.clear();
});

const aPage = (items: LivePage['items']): LivePage => ({
  revision: 1,
  total: items.length,
  offset: 0,
  items,
});
const aSummary = (online: number, revision = 1): Summary => ({
  revision,
  counts: { ...noCounts, online },
  sites: [],
  buildings: [],
  discovered: 0,
});
const tellSummary = (summary: Summary) =>
  cache.apply([{ name: 'summary', data: { at: new Date().toISOString(), ...summary } }]);
const lately = (some: Partial<TransitionList>): TransitionList => ({
  since: '2026-01-05T06:30:00.000Z',
  went_missing: 0,
  came_back: 0,
  items: [],
  ...some,
});
const tellLately = (some: Partial<TransitionList>) =>
  cache.apply([{ name: 'transitions', data: lately(some) }]);
let transitionsMade = 0;
const wentMissing = (count: number, time = '07:30'): Transition[] =>
  Array.from({ length: count }, () => ({
    at: `2026-01-05T${time}:00.000Z`,
    device_id: `device ${transitionsMade++}`,
    name: 'Lamp',
    building_id: null,
    place: '',
    from: 'late',
    to: 'missing',
  }));
const tellRows = (...items: LivePage['items']) => cache.apply([{ name: 'rows', data: { items } }]);

test('polled rows change where they stand, and what would stand elsewhere is said', async () => {
  const [a, b, c] = [aDevice(where), aDevice(where), aDevice(where)];
  const list = new Screen(pageKey);
  await list.answer(aPage([a, b]));
  let polled = cache.poll();
  await list.answer(aPage([c, { ...a, firmware: '2' }]));
  await polled;
  expect(list.sees<LivePage>()?.items).toEqual([{ ...a, firmware: '2' }, b]);
  expect(list.sees<LivePage>()?.moved).toEqual([b.id]);
  polled = cache.poll();
  await list.answer(aPage([b, { ...a, presence: 'missing' }]));
  await polled;
  expect(list.sees<LivePage>()?.items.map(({ id }) => id)).toEqual([a.id, b.id]);
  expect(list.sees<LivePage>()?.moved).toEqual([b.id, a.id]);
});

test('a polled row that is older than an event does not replace it', async () => {
  const a = aDevice(where);
  const list = new Screen(pageKey);
  await list.answer(aPage([a]));
  const polled = cache.poll();
  tellRows({ ...a, presence: 'missing' });
  await list.answer(aPage([a]));
  await polled;
  expect(list.sees<LivePage>()?.items[0]?.presence).toBe('missing');
});

test('a poll that fails is said to whoever asked for it, and leaves the page as it was', async () => {
  const a = aDevice(where);
  const list = new Screen(pageKey);
  await list.answer(aPage([a]));
  const polled = expect(cache.poll()).rejects.toThrow('away');
  await list.fail();
  await polled;
  expect(list.sees<LivePage>()?.items).toEqual([a]);
});

test('counters that were asked for before an event do not replace what it said', async () => {
  const counters = new Screen(queryKeys.summary);
  await counters.answer(aSummary(1));
  void cache.recount();
  tellSummary(aSummary(2));
  await counters.answer(aSummary(1));
  expect(counters.sees<Summary>()?.counts.online).toBe(2);
});

test('an event that comes before the first answer is not lost', async () => {
  const counters = new Screen(queryKeys.summary);
  tellSummary(aSummary(2));
  tellSummary(aSummary(3));
  await counters.answer(aSummary(1));
  expect(counters.sees<Summary>()?.counts.online).toBe(3);
});

test('a row that was told while the list was read again stays as told', async () => {
  const [a, b] = [aDevice(where), aDevice(where)];
  const list = new Screen(pageKey);
  await list.answer(aPage([a, b]));
  void cache.resync();
  tellRows({ ...a, presence: 'missing' });
  await list.answer(aPage([a, { ...b, firmware: '2' }]));
  expect(list.sees<LivePage>()?.items[0]?.presence).toBe('missing');
  expect(list.sees<LivePage>()?.items[1]?.firmware).toBe('2');
});

test('brokers and transitions that were told while they were read stay as told', async () => {
  const brokers = new Screen(queryKeys.brokers);
  const transitions = new Screen(queryKeys.transitions);
  const blind = { items: [aBroker({ state: 'blind' })] };
  cache.apply([{ name: 'brokers', data: blind }]);
  tellLately({ went_missing: 1, items: wentMissing(1) });
  tellLately({ went_missing: 2, items: wentMissing(1) });
  await brokers.answer({ items: [aBroker()] });
  await transitions.answer(lately({}));
  expect(brokers.sees()).toEqual(blind);
  expect(transitions.sees<TransitionList>()?.went_missing).toBe(2);
  expect(transitions.sees<TransitionList>()?.items).toHaveLength(2);
});

test('transitions are counted by the server, however few of them it names', async () => {
  const transitions = new Screen(queryKeys.transitions);
  await transitions.answer(lately({ came_back: 1 }));
  tellLately({ went_missing: 700, came_back: 1, items: wentMissing(500) });
  expect(transitions.sees()).toMatchObject({ went_missing: 700, came_back: 1 });
  const newest = wentMissing(1);
  tellLately({ went_missing: 701, came_back: 1, items: newest });
  expect(transitions.sees()).toMatchObject({ went_missing: 701, came_back: 1 });
  expect(transitions.sees<TransitionList>()?.items).toHaveLength(500);
  expect(transitions.sees<TransitionList>()?.items[0]).toEqual(newest[0]);
});

test('a transition that is told twice is there once, and leaves when its hour is over', async () => {
  const transitions = new Screen(queryKeys.transitions);
  const [old, known, fresh] = ['06:59', '07:30', '07:40'].flatMap((time) => wentMissing(1, time));
  await transitions.answer(lately({ went_missing: 2, items: [known, old] as Transition[] }));
  tellLately({ went_missing: 2, items: [fresh, known] as Transition[], since: '2026-01-05T07:00:00.000Z' });
  expect(transitions.sees<TransitionList>()?.items).toEqual([fresh, known]);
});

test('a device whose row was told before its first answer is read once more', async () => {
  const a = aDevice(where);
  const page = new Screen(queryKeys.device(a.id));
  tellRows({ ...a, presence: 'missing' });
  await page.answer(a);
  expect(page.sees()).toEqual({ ...a, presence: 'missing' });
  expect(page.asked).toBe(2);
});

test('after a gap an answer that was asked for before it is asked for again', async () => {
  const counters = new Screen(queryKeys.summary);
  void cache.resync();
  await counters.answer(aSummary(1));
  expect(counters.asked).toBe(2);
  await counters.answer(aSummary(2));
  expect(counters.sees<Summary>()?.counts.online).toBe(2);
  expect(counters.asked).toBe(2);
});

test('what was told before a gap does not replace what was read after it', async () => {
  const a = aDevice(where);
  const list = new Screen(pageKey);
  await list.answer(aPage([a]));
  void client.invalidateQueries({ queryKey: pageKey });
  tellRows({ ...a, name: 'Old name' });
  void cache.resync();
  await list.answer(aPage([{ ...a, name: 'New name' }]));
  expect(list.sees<LivePage>()?.items[0]?.name).toBe('New name');
});

test('what has names of the registry in it is read again with another revision, whoever brings it', async () => {
  const [counters, sites] = [new Screen(queryKeys.summary), new Screen(queryKeys.sites)];
  const transitions = new Screen(queryKeys.transitions);
  await transitions.answer(lately({}));
  await counters.answer(aSummary(1, 1));
  await sites.answer({ revision: 1, items: [] });
  tellSummary(aSummary(1, 2));
  expect(sites.asked).toBe(2);
  expect(transitions.asked).toBe(2);
  await sites.answer({ revision: 2, items: [] });
  void cache.recount();
  await counters.answer(aSummary(1, 3));
  expect(sites.asked).toBe(3);
});
