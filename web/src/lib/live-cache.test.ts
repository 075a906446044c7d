import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LivePage, poll } from '@/lib/live-cache';
import { queryKeys } from '@/lib/query-keys';
import { aDevice, aSite, aType } from '@/testing/factories';

const where = { site: aSite('North', ['U1']), type: aType() };
const pageKey = queryKeys.devicePage({}, 'state', 0);
let client: QueryClient;
let leave: (() => void)[];

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
  leave = [];
});
afterEach(() => {
  for (const stop of leave) stop();
  client.clear();
});

const aPage = (items: LivePage['items']): LivePage => ({
  revision: 1,
  total: items.length,
  offset: 0,
  items,
});
const pageNow = () => client.getQueryData<LivePage>(pageKey);
const read = (queryKey: readonly unknown[]) => client.getQueryCache().find({ queryKey });

/** A screen that shows what `answer` gives. */
function show(queryKey: readonly unknown[], answer: () => unknown) {
  const observer = new QueryObserver(client, { queryKey, queryFn: async () => answer() });
  leave.push(observer.subscribe(() => undefined));
  return client.fetchQuery({ queryKey, queryFn: async () => answer() });
}

test('polled rows change where they stand, and what would stand elsewhere is said', async () => {
  const [a, b, c] = [aDevice(where), aDevice(where), aDevice(where)];
  let items = [a, b];
  await show(pageKey, () => aPage(items));
  items = [c, { ...a, firmware: '2' }];
  await poll(client);
  expect(pageNow()?.items).toEqual([{ ...a, firmware: '2' }, b]);
  expect(pageNow()?.moved).toEqual([b.id]);
  items = [b, { ...a, presence: 'missing' }];
  await poll(client);
  expect(pageNow()?.items.map(({ id }) => id)).toEqual([a.id, b.id]);
  expect(pageNow()?.moved).toEqual([b.id, a.id]);
});

test('a poll that fails is said to whoever asked for it, and leaves the page as it was', async () => {
  let away = false;
  const a = aDevice(where);
  await show(pageKey, () => {
    if (away) throw new Error('away');
    return aPage([a]);
  });
  away = true;
  await expect(poll(client)).rejects.toThrow('away');
  expect(read(pageKey)?.state.status).toBe('success');
  expect(pageNow()?.items).toEqual([a]);
});
