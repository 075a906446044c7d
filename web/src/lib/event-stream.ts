import * as v from 'valibot';
import { ApiError, api } from '@/lib/api-client';
import { streamHello } from '@/lib/api-schemas';
import { EventBuffer } from '@/lib/event-buffer';
import { Poller } from '@/lib/poller';
import { StreamSeats } from '@/lib/stream-seats';
import { type TabRows, WatchedRows } from '@/lib/watched-rows';

// The one way by which live data enters. A browser opens few connections to one origin, so its tabs
// share one stream: the tab that holds the lock reads it and repeats each event to the others. Locks
// exist only on https and localhost; elsewhere a few tabs have a stream each and the others poll.

export const eventNames = ['summary', 'rows', 'transitions', 'brokers', 'resync'] as const;
export type EventName = (typeof eventNames)[number];
export type StreamEvent = { name: EventName; data: unknown };
/** `polling`: what is on screen is asked for by hand (see `Poller`). */
export type LiveState = {
  kind: 'starting' | 'live' | 'reconnecting' | 'stale' | 'polling';
  since: number;
  /** When what is on screen was last known to be current. */
  heardAt: number;
};

type Note =
  | { kind: 'event'; event: StreamEvent }
  | { kind: 'state'; state: LiveState }
  | { kind: 'rows'; tab: string; rows: TabRows }
  | { kind: 'gone'; tab: string }
  | { kind: 'who' }
  /** The tabs that show rows which found no room in the stream. */
  | { kind: 'left_out'; tabs: string[] }
  /** Events may be lost to this tab; without a tab, to all. */
  | { kind: 'caught_up'; tab?: string };

type StreamUser = {
  /** Called at most once per animation frame. */
  apply: (events: StreamEvent[]) => void;
  /** The first stream of this page opened: what was counted before it may have moved since. */
  started: () => void;
  /** Events may have been lost: everything on screen is to be read again. */
  resync: () => void;
  /** Reads what is on screen again, in place; rejects when that failed. */
  poll: () => Promise<void>;
  /** The stream was refused; the session may be over. */
  refused: () => void;
};

const lockName = 'sensocampus-events';
const rowsDelay = 250;
const staleAfter = 30_000;
/** With the time that a request may take, a dead line is noticed within 40 s. */
const quietAfter = 20_000;
const greetsWithin = 20_000;
const retryMax = 30_000;
const pulseEvery = 5_000;

export class EventStream {
  private state: LiveState = { kind: 'starting', since: Date.now(), heardAt: Date.now() };
  private readonly listeners = new Set<() => void>();
  private readonly tab = Math.random().toString(36).slice(2);
  private readonly rows = new WatchedRows(this.tab);
  private shown = this.state;
  private leftOut = false;
  private seats: StreamSeats | null = null;
  private waiting = false;
  private readonly poller: Poller;
  private channel: BroadcastChannel | null = null;
  private stopping: AbortController | null = null;
  private source: EventSource | null = null;
  private streamName: string | null = null;
  private instance: string | null = null;
  private everLive = false;
  private attempts = 0;
  private heardAt = 0;
  private pulseAt = 0;
  private triedAt = 0;
  private declared = '';
  private readonly buffer = new EventBuffer((events) => this.apply(events));
  private rowsTimer = 0;
  private retryTimer = 0;
  private pulse = 0;

  constructor(private readonly user: StreamUser) {
    this.poller = new Poller(user.poll, () => this.show());
  }

  start() {
    if (this.stopping) return;
    this.stopping = new AbortController();
    this.heardAt = Date.now();
    const { signal } = this.stopping;
    this.pulse = window.setInterval(() => this.checkPulse(), pulseEvery);
    document.addEventListener('visibilitychange', () => !document.hidden && this.touchRows(), { signal });
    if (!navigator.locks) {
      this.seats = new StreamSeats(this.tab, (seated) => this.takeSeat(seated));
      return;
    }
    this.channel = new BroadcastChannel(lockName);
    this.channel.onmessage = ({ data }: MessageEvent<Note>) => this.hear(data);
    this.tell({ kind: 'who' });
    navigator.locks
      .request(lockName, { signal }, () => {
        this.open();
        this.tell({ kind: 'who' });
        return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      })
      .catch(() => undefined); // aborted while waiting for the lock
  }

  stop() {
    this.tell({ kind: 'gone', tab: this.tab });
    this.stopping?.abort();
    this.stopping = null;
    this.source?.close();
    this.source = null;
    this.streamName = null;
    this.channel?.close();
    this.channel = null;
    this.seats?.leave();
    this.seats = null;
    this.waiting = false;
    this.buffer.clear();
    for (const timer of [this.rowsTimer, this.retryTimer, this.pulse]) clearTimeout(timer);
    this.attempts = 0;
    this.everLive = false;
    this.rows.forgetTabs();
    this.leftOut = false;
    this.setState('starting');
    this.show();
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getState = () => this.shown;

  /** Declares rows that a screen of this tab shows, until the returned function is called. */
  watch(ids: readonly string[]): () => void {
    const remove = this.rows.add(ids);
    this.touchRows();
    return () => {
      remove();
      this.touchRows();
    };
  }

  private takeSeat(seated: boolean) {
    this.waiting = !seated;
    if (seated) this.open();
    else this.giveUpStream();
    this.show();
  }

  private giveUpStream() {
    this.source?.close();
    this.source = null;
    this.streamName = null;
    clearTimeout(this.retryTimer);
    // The stream that this tab may get later begins with a gap before it.
    this.attempts = 1;
    this.setState('starting');
    this.poller.begin();
  }

  private open() {
    if (!this.stopping) return;
    const source = new EventSource('/api/v1/events');
    this.source = source;
    this.triedAt = Date.now();
    source.addEventListener('hello', (event) => this.greet(event));
    for (const name of eventNames) {
      source.addEventListener(name, (event) => {
        this.heardAt = Date.now();
        const data: unknown = JSON.parse(event.data);
        this.tell({ kind: 'event', event: { name, data } });
        this.buffer.add({ name, data });
      });
    }
    source.onerror = () => this.lose(source);
  }

  private greet(event: MessageEvent<string>) {
    const hello = v.parse(streamHello, JSON.parse(event.data));
    const changed = this.instance !== null && this.instance !== hello.instance;
    // A new EventSource, unlike the browser's own retry, cannot name the last event that it saw. After
    // a retry the stream tells what was missed: the rows, and as a whole whatever is no row.
    if (changed || this.attempts > 0) {
      this.tell({ kind: 'caught_up' });
      this.user.resync();
    } else if (!this.everLive) {
      this.user.started();
    }
    this.streamName = hello.stream;
    this.instance = hello.instance;
    this.everLive = true;
    this.attempts = 0;
    this.heardAt = Date.now();
    this.declared = '';
    this.setState('live');
    this.declareSoon();
  }

  private lose(source: EventSource) {
    if (source !== this.source) return;
    this.streamName = null;
    this.triedAt = Date.now();
    this.setState('reconnecting');
    // The browser retries a broken line by itself, and gives up on an answer such as 401 or 503.
    if (source.readyState !== EventSource.CLOSED) return;
    this.user.refused();
    this.reopen();
  }

  private reopen() {
    this.source?.close();
    this.attempts += 1;
    const delay = Math.min(retryMax, 1_000 * 2 ** (this.attempts - 1)) * (0.5 + Math.random() / 2);
    clearTimeout(this.retryTimer);
    this.retryTimer = window.setTimeout(() => this.open(), delay);
  }

  /** A comment that keeps the line open is invisible here; declaring the rows again proves the line. */
  private checkPulse() {
    if (this.state.kind === 'reconnecting' && Date.now() - this.state.since > staleAfter)
      this.setState('stale');
    if (this.streamName && Date.now() - Math.max(this.heardAt, this.pulseAt) > quietAfter) {
      this.pulseAt = Date.now();
      this.declared = '';
      this.declareSoon();
    }
    // An attempt on a dead line fails minutes later, long after the line may be good again.
    const isTrying = this.source?.readyState === EventSource.CONNECTING;
    if (isTrying && Date.now() - this.triedAt > greetsWithin) this.reopen();
    if (this.source && this.channel) {
      this.rows.ask();
      this.tell({ kind: 'who' });
      this.declareSoon();
    }
    this.seats?.ask();
    if (this.isPolling()) this.poller.tick();
  }

  private isPolling() {
    return this.waiting || (this.leftOut && this.state.kind === 'live');
  }

  private leaveOut(tabs: readonly string[]) {
    const before = this.leftOut;
    this.leftOut = tabs.includes(this.tab);
    if (before === this.leftOut) return;
    // Also at the end: what changed since the last time is in no event.
    this.poller.begin();
    this.show();
  }

  private apply(events: StreamEvent[]) {
    try {
      this.user.apply(events);
    } catch (error) {
      // An event that this page does not understand: the requests may still be.
      console.error('unexpected event', error);
      this.user.resync();
    }
  }

  private touchRows() {
    this.rows.touch();
    this.declareSoon();
  }

  private declareSoon() {
    clearTimeout(this.rowsTimer);
    this.rowsTimer = window.setTimeout(() => this.declare(), rowsDelay);
  }

  private tellRows() {
    this.tell({ kind: 'rows', tab: this.tab, rows: this.rows.ofThisTab() });
  }

  private async declare() {
    if (!this.source) {
      this.tellRows();
      return;
    }
    if (!this.streamName) return;
    const { ids, leftOut } = this.rows.ofAllTabs();
    await this.send(ids);
    this.tell({ kind: 'left_out', tabs: leftOut });
    this.leaveOut(leftOut);
  }

  private async send(ids: readonly string[]) {
    const stream = this.streamName;
    if (!stream) return;
    const text = [...ids].sort().join();
    if (text === this.declared) return;
    this.declared = text;
    try {
      await api.send('PUT', `/events/${encodeURIComponent(stream)}/rows`, { ids });
      this.heardAt = Date.now();
    } catch (error) {
      if (stream !== this.streamName) return;
      this.declared = '';
      // No answer, or one that no longer knows this stream: the line is dead although nothing told us.
      const isDead = error instanceof ApiError && (error.status === 0 || error.status === 404);
      if (isDead && this.stopping) {
        this.setState('reconnecting');
        this.streamName = null;
        this.reopen();
      }
    }
  }

  private tell(note: Note) {
    this.channel?.postMessage(note);
  }

  private hear(note: Note) {
    if (note.kind === 'who') {
      if (this.source) this.tell({ kind: 'state', state: this.state });
      else this.tellRows();
    } else if (this.source) {
      this.hearAsLeader(note);
    } else if (note.kind === 'event') {
      this.heardAt = Date.now();
      this.buffer.add(note.event);
    } else if (note.kind === 'state') {
      this.state = note.state;
      // Whoever takes the stream over later begins a new one, with a gap before it.
      this.attempts = 1;
      this.show();
    } else if (note.kind === 'left_out') {
      this.leaveOut(note.tabs);
    } else if (note.kind === 'caught_up' && (note.tab ?? this.tab) === this.tab) {
      this.user.resync();
    }
  }

  private hearAsLeader(note: Note) {
    if (note.kind === 'gone') this.rows.leave(note.tab);
    else if (note.kind !== 'rows') return;
    else if (!this.rows.hear(note.tab, note.rows)) this.tell({ kind: 'caught_up', tab: note.tab });
    this.declareSoon();
  }

  private setState(kind: LiveState['kind']) {
    if (this.state.kind === kind) return;
    this.state = { kind, since: kind === 'stale' ? this.state.since : Date.now(), heardAt: this.heardAt };
    this.tell({ kind: 'state', state: this.state });
    this.show();
  }

  private show() {
    const state = this.isPolling() ? this.poller.getState() : this.state;
    if (state === this.shown) return;
    this.shown = state;
    for (const listener of this.listeners) listener();
  }
}
