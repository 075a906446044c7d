import { TabRoll } from '@/lib/tab-roll';

/** As many as one stream carries. */
const rowsMax = 500;

/** The rows that a tab shows, and when it last began to show others or was looked at. */
export type TabRows = { ids: readonly string[]; at: number };

/** Which rows the screens of this tab show, and which those of its other tabs do. */
export class WatchedRows {
  private readonly watched = new Map<symbol, readonly string[]>();
  private at = 0;
  private tabs = new TabRoll<TabRows>();

  constructor(private readonly tab: string) {}

  /** Adds rows of a screen of this tab, until the returned function is called. */
  add(ids: readonly string[]): () => void {
    const key = Symbol('rows');
    this.watched.set(key, ids);
    return () => this.watched.delete(key);
  }

  /** This tab shows other rows, or is looked at. */
  touch() {
    this.at = Date.now();
  }

  ofThisTab(): TabRows {
    return { ids: [...new Set([...this.watched.values()].flat())], at: this.at };
  }

  /** The rows of all tabs, as many as one stream carries; where they are too many, the latest. */
  ofAllTabs() {
    this.tabs.hear(this.tab, this.ofThisTab());
    const tabs = this.tabs.all().sort(([, one], [, other]) => other.at - one.at);
    const ids = [...new Set(tabs.flatMap(([, rows]) => rows.ids))].slice(0, rowsMax);
    const taken = new Set(ids);
    const leftOut = tabs.filter(([, rows]) => !rows.ids.every((id) => taken.has(id)));
    return { ids, leftOut: leftOut.map(([tab]) => tab) };
  }

  /** False when the tab had been forgotten meanwhile, although it is there. */
  hear(tab: string, rows: TabRows): boolean {
    return this.tabs.hear(tab, rows);
  }

  leave(tab: string) {
    this.tabs.leave(tab);
  }

  /** To be called with each question to all tabs. */
  ask() {
    this.tabs.ask();
  }

  forgetTabs() {
    this.tabs = new TabRoll();
  }
}
