import { expect, test } from 'vitest';
import { WatchedRows } from '@/lib/watched-rows';

const ids = (count: number, of: string) => Array.from({ length: count }, (_, n) => `${of}${n}`);

test('a row that two screens show is watched until both are gone', () => {
  const rows = new WatchedRows('this');
  const removeFirst = rows.add(['a', 'b']);
  const removeSecond = rows.add(['b']);
  expect(rows.ofThisTab().ids).toEqual(['a', 'b']);
  removeFirst();
  expect(rows.ofThisTab().ids).toEqual(['b']);
  removeSecond();
  expect(rows.ofAllTabs()).toEqual({ ids: [], leftOut: [] });
});

test('five hundred rows of all tabs fit; with one more the tab looked at least lately is left out', () => {
  const rows = new WatchedRows('this');
  rows.add(ids(400, 'own'));
  rows.hear('other', { ids: ids(100, 'other'), at: Date.now() + 1000 });
  expect(rows.ofAllTabs().ids).toHaveLength(500);
  expect(rows.ofAllTabs().leftOut).toEqual([]);
  rows.hear('other', { ids: ids(101, 'other'), at: Date.now() + 1000 });
  expect(rows.ofAllTabs().ids).toHaveLength(500);
  expect(rows.ofAllTabs().leftOut).toEqual(['this']);
});
