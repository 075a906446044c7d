// The address of a view: `?site=..&state=late&state=missing&q=..`. Plain words, repeated keys for
// several values, so that a link can be read and written by hand.

export function parseSearch(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = found[key];
    found[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return found;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** All values of a parameter, whichever way the address wrote them. */
export function allOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map(String).filter(Boolean);
}

/** `?page=3` of a list that is shown in pages; without one, its first. */
export type PageSearch = { page?: number | undefined };

export function parsePage(search: Record<string, unknown>): PageSearch {
  const page = Number(firstOf(search.page));
  return Number.isSafeInteger(page) && page > 1 ? { page } : {};
}

export function firstOf(value: unknown): string | undefined {
  return allOf(value)[0];
}
