import { useSyncExternalStore } from 'react';

// What a reader chose for this browser. public/theme.js reads the same keys before the first paint.

export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'normal' | 'compact';
export type Preferences = { theme: Theme; density: Density; shortcuts: boolean; site: string | null };

const keys = {
  theme: 'soc.theme',
  density: 'soc.density',
  shortcuts: 'soc.shortcuts',
  site: 'soc.site',
} as const;
const listeners = new Set<() => void>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be refused; the choice then lives as long as the page
  }
}

export function store(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // see read
  }
}

function load(): Preferences {
  const theme = read(keys.theme);
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    density: read(keys.density) === 'compact' ? 'compact' : 'normal',
    shortcuts: read(keys.shortcuts) !== 'off',
    site: read(keys.site),
  };
}

let current = load();
const darkQuery = window.matchMedia?.('(prefers-color-scheme: dark)');

function paint() {
  const dark = current.theme === 'dark' || (current.theme === 'auto' && darkQuery?.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density = current.density;
}
darkQuery?.addEventListener('change', paint);

export const preferences = {
  get: () => current,

  set(change: Partial<Preferences>) {
    current = { ...current, ...change };
    store(keys.theme, current.theme);
    store(keys.density, current.density);
    store(keys.shortcuts, current.shortcuts ? null : 'off');
    store(keys.site, current.site);
    paint();
    for (const listener of listeners) listener();
  },

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.get);
}
