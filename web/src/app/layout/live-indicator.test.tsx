import { act, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { LiveBanner } from '@/app/layout/live-banner';
import { LiveIndicator } from '@/app/layout/live-indicator';
import type { EventStream, LiveState } from '@/lib/event-stream';
import { LiveStream } from '@/lib/live';

afterEach(() => vi.useRealTimers());

function show(state: LiveState) {
  const stream = { subscribe: () => () => undefined, getState: () => state } as unknown as EventStream;
  render(
    <LiveStream value={stream}>
      <LiveIndicator />
      <LiveBanner />
    </LiveStream>,
  );
}

test('a tab that polls says so, and does not call it a fault', () => {
  show({ kind: 'polling', since: Date.now(), heardAt: Date.now() });
  expect(screen.getByText('Read every 15 sec')).toBeDefined();
  expect(screen.queryByText('Live')).toBeNull();
  expect(screen.queryByText(/live/i)).toBeNull();
});

test('a line that broke is said above everything', () => {
  show({ kind: 'stale', since: Date.now(), heardAt: Date.now() });
  expect(screen.getByText(/^Not live/)).toBeDefined();
});

test('a line that broke counts its seconds, and the banner those of the data', () => {
  vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') });
  show({ kind: 'reconnecting', since: Date.now(), heardAt: Date.now() - 20_000 });
  act(() => vi.advanceTimersByTime(3_000));
  expect(screen.getByText('Reconnecting since 3 sec')).toBeDefined();
  expect(screen.getByText('(23 sec ago)')).toBeDefined();
});
