import type { LiveState } from '@/lib/event-stream';

export const pollEvery = 15_000;

/** Asks by hand for what is on screen, in a tab to which no stream brings it. */
export class Poller {
  private state: LiveState = { kind: 'polling', since: 0, heardAt: 0 };
  private askedAt = 0;

  constructor(
    private readonly ask: () => Promise<void>,
    private readonly changed: () => void,
  ) {}

  /** Stale, since the last answer, while questions fail. */
  getState = () => this.state;

  begin() {
    this.answered();
    void this.poll();
  }

  /** To be called every few seconds. */
  tick() {
    if (Date.now() - this.askedAt >= pollEvery) void this.poll();
  }

  private answered() {
    this.state = { kind: 'polling', since: Date.now(), heardAt: Date.now() };
  }

  private async poll() {
    this.askedAt = Date.now();
    try {
      await this.ask();
      this.answered();
    } catch {
      this.state = { ...this.state, kind: 'stale' };
    }
    this.changed();
  }
}
