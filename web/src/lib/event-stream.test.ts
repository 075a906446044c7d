import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventStream } from '@/lib/event-stream';
import { FakeApi } from '@/testing/fake-api';
import { FakeChannel, FakeLocks } from '@/testing/fake-channel';
import { FakeEventSource } from '@/testing/fake-event-source';

let api: FakeApi;
let opened: EventStream[];

/** A tab of the browser, which shows these rows. */
function aTab(rows: readonly string[] = []) {
  const tab = { resyncs: 0, polls: 0, applied: 0, heard: [] as unknown[], serverAway: false };
  const stream = new EventStream({
    apply: (events) => {
      tab.applied += 1;
      tab.heard.push(...events.map(({ data }) => data));
    },
    started: () => undefined,
    resync: () => {
      tab.resyncs += 1;
    },
    poll: async () => {
      tab.polls += 1;
      if (tab.serverAway) throw new Error('away');
    },
    refused: () => undefined,
  });
  opened.push(stream);
  stream.start();
  const channel = FakeChannel.latest;
  stream.watch(rows);
  return Object.assign(tab, { stream, channel, state: () => stream.getState().kind });
}

const rows = (of: string, count: number) => Array.from({ length: count }, (_, at) => `${of}-${at}`);
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  api = new FakeApi();
  opened = [];
  vi.stubGlobal('fetch', api.fetch);
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});

afterEach(() => {
  for (const stream of opened) stream.stop();
  FakeEventSource.connected.clear();
  FakeChannel.closeAll();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A leader on a live stream, and a second tab. */
async function twoTabs(leaderRows: readonly string[], otherRows: readonly string[]) {
  const leader = aTab(leaderRows);
  api.greet();
  await seconds(1);
  const other = aTab(otherRows);
  await seconds(1);
  return { leader, other };
}

test('the leader declares the rows of all tabs, and every tab hears the events', async () => {
  const { leader, other } = await twoTabs(['a'], ['b']);
  expect(api.watched.sort()).toEqual(['a', 'b']);
  api.emit('rows', { items: [] });
  await seconds(1);
  expect(leader.heard).toHaveLength(1);
  expect(other.heard).toHaveLength(1);
});

test('rows of tabs that were closed leave the stream', async () => {
  const { other } = await twoTabs(['a'], ['b']);
  other.channel.silent = true;
  await seconds(20);
  expect(api.watched).toEqual(['a']);
});

test('a tab that answers stays for ever', async () => {
  const { other } = await twoTabs(['a'], ['b']);
  await seconds(300);
  expect(api.watched.sort()).toEqual(['a', 'b']);
  expect(other.resyncs).toBe(0);
});

test('a tab that was silent and comes back reads again what it missed', async () => {
  const { other } = await twoTabs(['a'], ['b']);
  other.channel.silent = true;
  await seconds(20);
  other.channel.silent = false;
  await seconds(6);
  expect(api.watched.sort()).toEqual(['a', 'b']);
  expect(other.resyncs).toBe(1);
});

test('where rows are too many the newest are live, and the others are polled and said to be', async () => {
  const { leader, other } = await twoTabs(rows('a', 400), rows('b', 400));
  expect(api.watched).toHaveLength(500);
  expect(api.watched).toEqual(expect.arrayContaining(rows('b', 400)));
  expect(other.state()).toBe('live');
  expect(leader.state()).toBe('polling');
  await seconds(20);
  const before = leader.polls;
  await seconds(60);
  expect(leader.polls - before).toBe(4);

  other.stream.stop();
  await seconds(1);
  expect(leader.state()).toBe('live');
  expect(api.watched).toEqual(expect.arrayContaining(rows('a', 400)));
});

test('a tab whose questions fail does not claim to be up to date', async () => {
  const { leader } = await twoTabs(rows('a', 400), rows('b', 400));
  leader.serverAway = true;
  await seconds(20);
  expect(leader.state()).toBe('stale');
  leader.serverAway = false;
  await seconds(20);
  expect(leader.state()).toBe('polling');
});

test('the next tab takes over from a leader that leaves', async () => {
  const { leader, other } = await twoTabs(['a'], ['b']);
  leader.stream.stop();
  await seconds(1);
  api.greet();
  await seconds(1);
  expect(api.watched).toEqual(['b']);
  expect(other.state()).toBe('live');
  expect(other.resyncs).toBe(1);
});

test('what waits for the next frame is dropped when the tab stops', async () => {
  const tab = aTab();
  api.greet();
  api.emit('rows', { items: [] });
  tab.stream.stop();
  await seconds(1);
  expect(tab.applied).toBe(0);
});

test('a line that died without a word is said within 40 s, and taken up again', async () => {
  const { leader, other } = await twoTabs(['a'], ['b']);
  api.silent = true;
  const silentSince = Date.now();
  await seconds(15);
  expect(states([leader, other])).toEqual(['live', 'live']);
  await seconds(25);
  expect(states([leader, other])).toEqual(['reconnecting', 'reconnecting']);
  await seconds(40);
  expect(states([leader, other])).toEqual(['stale', 'stale']);
  for (const { stream } of [leader, other])
    expect(stream.getState().heardAt).toBeLessThan(silentSince + 1_000);

  api.silent = false;
  api.greet();
  await seconds(1);
  expect(states([leader, other])).toEqual(['live', 'live']);
  expect(leader.resyncs).toBe(1);
  expect(api.watched.sort()).toEqual(['a', 'b']);
});

test('an attempt that nobody answers gives way to another one', async () => {
  aTab();
  const first = FakeEventSource.current;
  await seconds(30);
  expect(FakeEventSource.current).not.toBe(first);
  expect(streams()).toBe(1);
});

/** Plain HTTP under the address of a machine: no locks. */
function withoutLocks() {
  vi.stubGlobal('navigator', {});
}

const streams = () => FakeEventSource.connected.size;
const states = (tabs: readonly { state: () => string }[]) => tabs.map((tab) => tab.state());

test('without locks three tabs have a stream each, and the next ones poll', async () => {
  withoutLocks();
  const tabs: ReturnType<typeof aTab>[] = [];
  for (let count = 0; count < 5; count += 1) {
    tabs.push(aTab());
    await seconds(1);
    api.greet();
  }
  expect(streams()).toBe(3);
  expect(states(tabs)).toEqual(['live', 'live', 'live', 'polling', 'polling']);
  await seconds(20);
  const before = tabs[4]?.polls ?? 0;
  await seconds(60);
  expect(tabs[4]?.polls).toBe(before + 4);
});

test('without locks tabs that begin together agree on who has a stream', async () => {
  withoutLocks();
  const tabs = Array.from({ length: 8 }, () => aTab());
  await seconds(2);
  expect(streams()).toBe(3);
  expect(states(tabs).filter((state) => state === 'polling')).toHaveLength(5);
});

test('without locks the stream of a tab that left goes to the one that waits longest', async () => {
  withoutLocks();
  const tabs: ReturnType<typeof aTab>[] = [];
  for (let count = 0; count < 5; count += 1) {
    tabs.push(aTab());
    await seconds(1);
    api.greet();
  }
  tabs[1]?.stream.stop();
  await seconds(1);
  api.greet();
  expect(states(tabs)).toEqual(['live', 'starting', 'live', 'live', 'polling']);
  expect(tabs[3]?.resyncs).toBe(1);

  // Closed, without a word; its connection ends with it.
  FakeEventSource.connected.delete(Array.from(FakeEventSource.connected)[0] as FakeEventSource);
  if (tabs[0]) tabs[0].channel.silent = true;
  await seconds(20);
  expect(streams()).toBe(3);
  expect(tabs[4]?.state()).toBe('starting');
});

test('without locks a tab that was silent for too long has its stream back, and no fourth one stays', async () => {
  withoutLocks();
  const tabs: ReturnType<typeof aTab>[] = [];
  for (let count = 0; count < 4; count += 1) {
    tabs.push(aTab());
    await seconds(1);
  }
  const [first, , , last] = tabs;
  if (first) first.channel.silent = true;
  await seconds(20);
  expect(last?.state()).toBe('starting');
  if (first) first.channel.silent = false;
  aTab();
  await seconds(6);
  expect(streams()).toBe(3);
  expect(last?.state()).toBe('polling');
});
