import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { LiveBanner } from '@/app/layout/live-banner';
import { LiveIndicator } from '@/app/layout/live-indicator';
import type { EventStream, LiveState } from '@/lib/event-stream';
import { LiveStream } from '@/lib/live';

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
  show({ kind: 'polling', since: Date.now() });
  expect(screen.getByText('Read every 15 sec')).toBeDefined();
  expect(screen.queryByText('Live')).toBeNull();
  expect(screen.queryByText(/live/i)).toBeNull();
});

test('a line that broke is said above everything', () => {
  show({ kind: 'stale', since: Date.now() });
  expect(screen.getByText(/^Not live/)).toBeDefined();
});
