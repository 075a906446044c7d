import { useSyncExternalStore } from 'react';

const tick = 5_000;
let now = Date.now();
let timer = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = window.setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = 0;
  };
}

/** The present, renewed every five seconds: relative times tick together and ask no server. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
