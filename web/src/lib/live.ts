import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import type { EventStream, LiveState } from '@/lib/event-stream';

export const LiveStream = createContext<EventStream | null>(null);

const idle: LiveState = { kind: 'starting', since: 0, heardAt: 0 };
const never = () => () => undefined;

export function useLiveState(): LiveState {
  const stream = use(LiveStream);
  return useSyncExternalStore(stream?.subscribe ?? never, () => stream?.getState() ?? idle);
}

/** Asks the stream to keep these devices fresh while the caller is on screen. */
export function useWatchedRows(ids: readonly string[]) {
  const stream = use(LiveStream);
  const key = ids.join();
  useEffect(() => (key ? stream?.watch(key.split(',')) : undefined), [stream, key]);
}
