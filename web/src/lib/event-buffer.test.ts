import { expect, test, vi } from 'vitest';
import { EventBuffer } from '@/lib/event-buffer';
import type { StreamEvent } from '@/lib/event-stream';

const anEvent = (n: number): StreamEvent => ({ name: 'summary', data: n });

test('the events of one frame arrive together, in their order', async () => {
  const bursts: StreamEvent[][] = [];
  const buffer = new EventBuffer((events) => bursts.push(events));
  for (const n of [1, 2, 3]) buffer.add(anEvent(n));
  expect(bursts).toEqual([]);
  await vi.waitFor(() => expect(bursts).toEqual([[1, 2, 3].map(anEvent)]));
});

test('the first event too many becomes a wish to read everything again', async () => {
  for (const [count, kept] of [
    [2000, 'summary'],
    [2001, 'resync'],
  ] as const) {
    const bursts: StreamEvent[][] = [];
    const buffer = new EventBuffer((events) => bursts.push(events));
    for (let n = 0; n < count; n += 1) buffer.add(anEvent(n));
    await vi.waitFor(() => expect(bursts).toHaveLength(1));
    expect(bursts[0]?.[0]?.name).toBe(kept);
  }
});
