/** The channel between the tabs of one browser. Notes arrive as copies, after the sender went on. */
export class FakeChannel {
  private static readonly all = new Set<FakeChannel>();
  static latest: FakeChannel;
  /** A closed tab says nothing any more and hears nothing; neither does one that is frozen. */
  silent = false;
  onmessage: ((event: MessageEvent) => void) | null = null;

  constructor(readonly name: string) {
    FakeChannel.all.add(this);
    FakeChannel.latest = this;
  }

  postMessage(note: unknown) {
    if (this.silent) return;
    for (const other of FakeChannel.all) {
      if (other === this || other.name !== this.name) continue;
      const data = structuredClone(note);
      queueMicrotask(() => other.hear({ data } as MessageEvent));
    }
  }

  private hear(event: MessageEvent) {
    if (!this.silent && FakeChannel.all.has(this)) this.onmessage?.(event);
  }

  close() {
    FakeChannel.all.delete(this);
  }

  static closeAll() {
    FakeChannel.all.clear();
  }
}

/** The locks of one browser: who asked first holds it until it lets go. */
export class FakeLocks {
  private readonly queues = new Map<string, (() => void)[]>();

  request(name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>): Promise<void> {
    const queue = this.queues.get(name) ?? [];
    this.queues.set(name, queue);
    return new Promise((resolve, reject) => {
      const run = () => {
        void work().then(() => {
          queue.shift();
          queue[0]?.();
          resolve();
        });
      };
      signal.addEventListener('abort', () => {
        const at = queue.indexOf(run);
        if (at > 0) queue.splice(at, 1);
        if (at > 0) reject(signal.reason);
      });
      queue.push(run);
      if (queue.length === 1) run();
    });
  }
}
