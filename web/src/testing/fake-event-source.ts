/** An event stream whose other end is the test. */
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static current: FakeEventSource | null = null;
  static opened = 0;
  /** Those that hold a connection of the browser. */
  static readonly connected = new Set<FakeEventSource>();

  readyState = FakeEventSource.CONNECTING;
  onerror: ((event: Event) => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeEventSource.current = this;
    FakeEventSource.opened += 1;
    FakeEventSource.connected.add(this);
  }

  emit(name: string, data: unknown) {
    if (this.readyState === FakeEventSource.CLOSED) return;
    this.readyState = FakeEventSource.OPEN;
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }

  /** The line breaks; the browser tries again by itself, or was refused for good. */
  fail(refused = false) {
    this.readyState = refused ? FakeEventSource.CLOSED : FakeEventSource.CONNECTING;
    this.onerror?.(new Event('error'));
  }

  close() {
    this.readyState = FakeEventSource.CLOSED;
    FakeEventSource.connected.delete(this);
    if (FakeEventSource.current === this) FakeEventSource.current = null;
  }
}
