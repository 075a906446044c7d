import { firstOf } from '@/lib/search-params';

const hour = 3_600_000;
/** How far back a device's page looks, by the word in its address; without one, a day. */
export const ranges = { day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;
export type RangeName = keyof typeof ranges;
export const rangeNames = Object.keys(ranges) as RangeName[];

export type HistorySearch = { range?: RangeName };

export function parseHistorySearch(raw: Record<string, unknown>): HistorySearch {
  const range = rangeNames.find((name) => name === firstOf(raw.range));
  return range && range !== 'day' ? { range } : {};
}
