/** One member of a message, its path written with dots. */
export type PayloadField = { path: string; value: string; known: boolean };

/** What the boards' status message defines; everything else is shown too, marked as unknown. */
export const knownFields = [
  'unitID',
  'status',
  'firmware',
  'frequency',
  'time',
  'modules',
  'heap',
  'hardware',
  'board',
  'board_rev',
] as const;

const depthMax = 6;
const fieldsMax = 300;

function flatten(value: unknown, path: string, depth: number, into: [string, string][]) {
  if (into.length >= fieldsMax) return;
  const nested = typeof value === 'object' && value !== null && depth < depthMax;
  const entries = nested ? Object.entries(value) : [];
  if (entries.length === 0) {
    into.push([path, typeof value === 'string' ? value : JSON.stringify(value)]);
    return;
  }
  for (const [key, member] of entries) flatten(member, path ? `${path}.${key}` : key, depth + 1, into);
}

/** The fields of a message, the known ones first; nothing when it is not a JSON object. */
export function readPayload(text: string): PayloadField[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const pairs: [string, string][] = [];
  flatten(parsed, '', 0, pairs);
  const rankOf = (path: string) => {
    const rank = knownFields.indexOf(path as (typeof knownFields)[number]);
    return rank < 0 ? knownFields.length : rank;
  };
  return pairs
    .map(([path, value]) => ({ path, value, known: rankOf(path) < knownFields.length }))
    .sort((a, b) => rankOf(a.path) - rankOf(b.path));
}
