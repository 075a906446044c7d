import type { StreamEvent } from '@/lib/event-stream';

const eventsMax = 2000;

/** Events on their way to the screen: at most one burst an animation frame, at most so many. */
export class EventBuffer {
  private events: StreamEvent[] = [];
  private cancelFlush: (() => void) | null = null;

  constructor(private readonly flushed: (events: StreamEvent[]) => void) {}

  add(event: StreamEvent) {
    if (this.events.length >= eventsMax) {
      this.events = [{ name: 'resync', data: { reason: 'outside_ring' } }];
      return;
    }
    this.events.push(event);
    if (this.cancelFlush) return;
    const flush = () => {
      this.cancelFlush = null;
      const events = this.events;
      this.events = [];
      this.flushed(events);
    };
    // A hidden tab gets no animation frames.
    if (document.hidden) {
      const timer = window.setTimeout(flush, 1_000);
      this.cancelFlush = () => clearTimeout(timer);
    } else {
      const frame = requestAnimationFrame(flush);
      this.cancelFlush = () => cancelAnimationFrame(frame);
    }
  }

  clear() {
    this.cancelFlush?.();
    this.cancelFlush = null;
    this.events = [];
  }
}
