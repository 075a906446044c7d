import type { Text } from '@/lib/i18n';

const second = 1_000;
const units = [
  ['day', 86_400 * second],
  ['hour', 3_600 * second],
  ['minute', 60 * second],
  ['second', second],
] as const;

// English here has days before months and 24 hours, as the campuses have.
const dateLocale = (locale: string) => (locale === 'en' ? 'en-GB' : locale);

const cache = new Map<string, unknown>();

/** Intl formatters are slow to build and are needed for every row. */
function cached<T>(key: string, build: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known as T;
  const built = build();
  cache.set(key, built);
  return built;
}

export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function knownZone(zone: string | undefined): string {
  if (!zone) return viewerZone;
  return cached(`zone ${zone}`, () => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
      return viewerZone; // a zone that this browser's tables do not know
    }
  });
}

function formatter(locale: string, zone: string | undefined, options: Intl.DateTimeFormatOptions) {
  const timeZone = knownZone(zone);
  const named = timeZone === viewerZone ? options : { ...options, timeZoneName: 'short' as const };
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  return cached(key, () => new Intl.DateTimeFormat(dateLocale(locale), { ...named, timeZone }));
}

function exactDay(timeZone: string, at: number): string {
  return cached(`day ${timeZone}`, () => new Intl.DateTimeFormat('en', { timeZone })).format(at);
}

/** At most so many letters; an ellipsis says that more follow. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}…`;
}

/** `14:02`; with the day when it was not today, with the zone when it is not the viewer's. */
export function clockTime({ locale }: Text, at: number, zone?: string): string {
  const dayOf = (moment: number) => exactDay(knownZone(zone), moment);
  const today = dayOf(at) === dayOf(Date.now());
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  return formatter(locale, zone, today ? options : { ...options, day: 'numeric', month: 'short' }).format(at);
}

/** Day, time to the second and the name of the zone: what a title shows. */
export function exactTime({ locale }: Text, at: number, zone?: string): string {
  const timeZone = knownZone(zone);
  return cached(
    `exact ${locale} ${timeZone}`,
    () =>
      new Intl.DateTimeFormat(dateLocale(locale), {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZoneName: 'short',
        timeZone,
      }),
  ).format(at);
}

/** `4 min ago`, `in 2 h`. One unit, rounded towards now. */
export function relativeTime({ locale, t }: Text, at: number, now: number): string {
  const gap = at - now;
  if (Math.abs(gap) < 5 * second) return t('time.now');
  const [unit, size] = units.find(([, length]) => Math.abs(gap) >= length) ?? units[3];
  const relative = cached(
    `relative ${locale}`,
    () => new Intl.RelativeTimeFormat(dateLocale(locale), { style: 'short' }),
  );
  return relative.format(Math.trunc(gap / size), unit);
}

/** `47 min`, `1 h 30 min`. At most two units. */
export function duration({ locale }: Text, milliseconds: number): string {
  const at = units.findIndex(([, size]) => milliseconds >= size);
  const from = at < 0 ? 3 : at;
  let left = Math.max(0, milliseconds);
  const parts: string[] = [];
  for (const [unit, size] of units.slice(from, from + 2)) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n === 0 && parts.length > 0) continue;
    parts.push(
      cached(
        `${locale} ${unit}`,
        () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }),
      ).format(n),
    );
  }
  return parts.join(' ');
}
