import { useSyncExternalStore } from 'react';

function makeClock(tick: number) {
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
  return { subscribe, now: () => now };
}

const ages = makeClock(5_000);
const seconds = makeClock(1_000);

/**
 * The present, renewed every five seconds: relative times tick together and ask no server.
 * `precise`: every second, for what counts seconds.
 */
export function useNow(precise = false): number {
  const clock = precise ? seconds : ages;
  return useSyncExternalStore(clock.subscribe, clock.now);
}
