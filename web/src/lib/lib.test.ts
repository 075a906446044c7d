import { renderHook } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { duration, relativeTime } from '@/lib/format';
import { setLanguage, type Text, useText } from '@/lib/i18n';
import { parseSearch, stringifySearch } from '@/lib/search-params';

const minute = 60_000;
const text = (): Text => renderHook(() => useText()).result.current;

describe('an address', () => {
  test('repeats a key for several values and comes back the same', () => {
    const written = stringifySearch({ state: ['late', 'missing'], q: 'U3 &', at: undefined });
    expect(written).toBe('?state=late&state=missing&q=U3+%26');
    expect(parseSearch(written)).toEqual({ state: ['late', 'missing'], q: 'U3 &' });
  });
});

describe('times', () => {
  test('are rounded towards now, in the language of the page', async () => {
    expect(relativeTime(text(), 0, 4 * minute + 59_000)).toBe('4 min ago');
    await setLanguage('fr');
    expect(relativeTime(text(), 0, 4 * minute + 59_000)).toBe('il y a 4\u00a0min');
  });

  test('seconds old is now', () => expect(relativeTime(text(), 0, 4_000)).toBe('just now'));

  test('a duration has at most two units', () => {
    expect(duration(text(), 90 * minute)).toBe('1 hr 30 min');
    expect(duration(text(), 47 * minute)).toBe('47 min');
    expect(duration(text(), 0)).toBe('0 sec');
  });
});

describe('plurals', () => {
  test('French counts zero as one', async () => {
    expect(text().count('devices.count', 0)).toBe('0 devices');
    await setLanguage('fr');
    expect(text().count('devices.count', 0)).toBe('0 appareil');
    expect(text().count('devices.count', 1_000_000)).toBe('1\u202f000\u202f000 appareils');
  });
});
