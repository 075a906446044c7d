import { TabRoll } from '@/lib/tab-roll';

// Tabs that cannot share a stream share the six connections of their browser, and each stream keeps
// one. The tabs that came first have a stream each; the others wait until one of them leaves.

const seatsMax = 3;
const answersWithin = 500;
const channelName = 'sensocampus-seats';

type Claim = { tab: string; since: number };
type Note = { kind: 'who' | 'here' | 'gone'; claim: Claim };

export class StreamSeats {
  private readonly channel = new BroadcastChannel(channelName);
  private readonly claim: Claim;
  private readonly others = new TabRoll<Claim>();
  private seated: boolean | null = null;
  private timer: number;

  /** `decide` is called with the first decision, after half a second, and whenever it changes. */
  constructor(
    tab: string,
    private readonly decide: (seated: boolean) => void,
  ) {
    this.claim = { tab, since: Date.now() };
    this.channel.onmessage = ({ data }: MessageEvent<Note>) => this.hear(data);
    this.tell('who');
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.settle();
    }, answersWithin);
  }

  /** To be called every few seconds: a tab that waits learns who has left. */
  ask() {
    if (this.seated !== false) return;
    this.others.ask();
    this.tell('who');
    this.settle();
  }

  leave() {
    this.tell('gone');
    this.channel.close();
    clearTimeout(this.timer);
  }

  private hear({ kind, claim }: Note) {
    if (kind === 'gone') this.others.leave(claim.tab);
    else this.others.hear(claim.tab, claim);
    if (kind === 'who') this.tell('here');
    this.settle();
  }

  /** All tabs hear all claims, so all see one order: no two take the last seat. */
  private settle() {
    if (this.timer) return;
    const { tab, since } = this.claim;
    const before = this.others
      .all()
      .filter(([, other]) => other.since < since || (other.since === since && other.tab < tab));
    const seated = before.length < seatsMax;
    if (seated === this.seated) return;
    this.seated = seated;
    this.decide(seated);
  }

  private tell(kind: Note['kind']) {
    this.channel.postMessage({ kind, claim: this.claim } satisfies Note);
  }
}
