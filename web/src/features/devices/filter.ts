import { type Presence, presences } from '@/lib/api-schemas';
import { allOf, firstOf } from '@/lib/search-params';
import { readUuid } from '@/lib/uuid';

export const columns = [
  'name',
  'identifier',
  'state',
  'last_seen',
  'site',
  'building',
  'room',
  'type',
  'firmware',
] as const;
export type Column = (typeof columns)[number];
export type Sort = Column | `-${Column}`;

/** What a list shows, as its address says it. What is absent does not restrict. */
export type DeviceFilter = {
  site?: string[];
  building?: string[];
  room?: string[];
  type?: string[];
  state?: Presence[];
  q?: string;
};
export type DeviceSearch = DeviceFilter & { sort?: Sort; at?: number };

const lists = ['site', 'building', 'room', 'type'] as const;
const textMax = 200;

function isSort(text: string | undefined): text is Sort {
  return columns.includes((text?.startsWith('-') ? text.slice(1) : text) as Column);
}

/** Reads an address; parts that make no sense are left out rather than refused. */
export function parseDeviceSearch(raw: Record<string, unknown>): DeviceSearch {
  const search: DeviceSearch = {};
  for (const key of lists) {
    const ids = allOf(raw[key]).flatMap((id) => readUuid(id) ?? []);
    if (ids.length > 0) search[key] = ids;
  }
  const wanted = allOf(raw.state);
  const state = presences.filter((presence) => wanted.includes(presence));
  if (state.length > 0) search.state = state;
  const q = firstOf(raw.q)?.slice(0, textMax);
  if (q) search.q = q;
  const sort = firstOf(raw.sort);
  if (isSort(sort) && sort !== 'name') search.sort = sort;
  const at = Number(firstOf(raw.at));
  if (Number.isInteger(at) && at > 0) search.at = at;
  return search;
}

export function filterOf({ site, building, room, type, state, q }: DeviceSearch): DeviceFilter {
  return JSON.parse(JSON.stringify({ site, building, room, type, state, q }));
}

export function toggle<T extends string>(list: readonly T[] | undefined, value: T): T[] | undefined {
  const next = list?.includes(value) ? list.filter((one) => one !== value) : [...(list ?? []), value];
  return next.length > 0 ? next : undefined;
}
