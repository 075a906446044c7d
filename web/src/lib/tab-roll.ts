/** So many questions may stay open: a busy or hidden tab answers late. */
const unansweredMax = 2;
const forgottenMax = 100;

/**
 * What the tabs of this browser said last. A closed tab does not say that it leaves, so whoever
 * leaves questions open is forgotten.
 */
export class TabRoll<T> {
  private readonly present = new Map<string, { said: T; unanswered: number }>();
  private readonly forgotten = new Set<string>();

  /** False when the tab had been forgotten meanwhile, although it is there. */
  hear(tab: string, said: T): boolean {
    this.present.set(tab, { said, unanswered: 0 });
    return !this.forgotten.delete(tab);
  }

  leave(tab: string) {
    this.present.delete(tab);
  }

  /** To be called with each question to all tabs. */
  ask() {
    for (const [tab, entry] of this.present) {
      entry.unanswered += 1;
      if (entry.unanswered <= unansweredMax) continue;
      this.present.delete(tab);
      this.forgotten.add(tab);
    }
    for (const tab of this.forgotten) {
      if (this.forgotten.size <= forgottenMax) break;
      this.forgotten.delete(tab);
    }
  }

  all(): [tab: string, said: T][] {
    return [...this.present].map(([tab, { said }]) => [tab, said]);
  }
}
