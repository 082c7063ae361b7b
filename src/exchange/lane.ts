import type { Audience, Book, Visible } from '../audience/index.js';
import { Fault, RECORDED, tlpRank } from '../kernel/index.js';
import { type Entry, movedInSight } from './entry.js';
import type { Predicate, Ring } from './ring.js';
import { Batch, type Piece } from './subscriber.js';
import { wireText } from './wire.js';

export interface Limits {
  readonly page: number;
  readonly pageBytes: number;
}

/** Which entries of labels that are recorded a delivery holds: audience ref → first and last position. */
export type Restricted = Record<string, [first: number, last: number]>;

/** Whether deliveries to the audience are recorded. */
export const isRecorded = (audience: Audience | undefined): boolean =>
  audience !== undefined && tlpRank(audience.tlp) >= RECORDED;

/** An entry whose delivery is recorded: where it is in which audience's ledger. */
export interface Recorded {
  readonly ref: string;
  readonly position: number;
}

/** Undefined when it is not recorded: it gives no content, or its label does not ask for that. */
export function recordedOf({ audienceId, position, body }: Entry, book: Book): Recorded | undefined {
  const audience = book.audiences.get(audienceId);
  return audience && body !== null && isRecorded(audience) ? { ref: audience.ref, position } : undefined;
}

/** From first to last, by audience. */
export function restrictedOf(recorded: readonly Recorded[]): Restricted | undefined {
  const found: Restricted = {};
  for (const { ref, position } of recorded) found[ref] = [found[ref]?.[0] ?? position, position];
  return recorded.length > 0 ? found : undefined;
}

/** An entry for the members of a lane; `withheld`: its position without its content. */
interface Given {
  readonly entry: Entry;
  readonly withheld: boolean;
}

/** What a lane asks of its members. */
export interface Member {
  /** A batch that is theirs, or word that nothing up to `reached` was. */
  offer(batch: Batch | undefined, reached: number): void;
  /** Puts a delivery on record before it is made. */
  record(restricted: Restricted): Promise<void>;
  bye(fault: Fault): void;
}

/**
 * All subscribers at the head with equal audiences and filter. Each batch is chosen and serialised once for all of them.
 * Lanes share none, even where all see the same: with a cursor of its own to each, only where something is hidden, one who reads by
 * two filters would be told by them that it is.
 */
export class Lane {
  readonly members = new Set<Member>();
  /** Set while a batch waits for its audit records: later ones queue behind it. */
  private gate: Promise<void> | undefined;

  constructor(
    readonly key: string,
    readonly seen: Visible,
    private readonly matches: Predicate | undefined,
    private readonly limits: Limits,
  ) {}

  /** Gives the members what is theirs of the new entries. `upTo` is where the ring now ends. */
  deliver(fresh: readonly Entry[], upTo: number, ring: Ring, book: Book): void {
    const mine = this.mine(fresh, ring, book);
    if (mine.length === 0) {
      this.afterGate(() => this.send(undefined, upTo));
      return;
    }
    for (const chunk of this.chunks(mine, book, upTo)) {
      if (this.members.size === 0) return; // all have no room, and page from where they are
      const restricted = restrictedOf(chunk.entries.flatMap((entry) => recordedOf(entry, book) ?? []));
      this.afterGate(() => this.send(chunk.batch, chunk.batch.reached), restricted);
    }
  }

  /** What the members are to get, some of it without its content: what no longer matches is recalled. */
  private mine(fresh: readonly Entry[], ring: Ring, book: Book): Given[] {
    const mine: Given[] = [];
    for (const entry of fresh) {
      if (!this.seen.has(entry.audienceId, entry.seq) || movedInSight(entry, this.seen)) continue;
      const withheld =
        entry.op !== 'recall' && (ring.outOfSight(entry, this.seen) || !ring.passes(entry, book, this.matches));
      if (withheld && this.matches && !this.mayBeHeld(entry)) continue;
      mine.push({ entry, withheld });
    }
    return mine;
  }

  /** Whether a member may hold the object from before. */
  private mayBeHeld({ sinceSeq, seq, movedAudienceId }: Entry): boolean {
    return sinceSeq < seq || (movedAudienceId !== null && this.seen.has(movedAudienceId, seq));
  }

  private *chunks(mine: readonly Given[], book: Book, upTo: number) {
    let texts: Piece[] = [];
    let entries: Entry[] = [];
    let bytes = 0;
    for (const [i, { entry, withheld }] of mine.entries()) {
      const text = wireText(entry, this.seen, book, withheld);
      texts.push(text);
      entries.push(entry);
      bytes += text.to - text.from;
      const last = i === mine.length - 1;
      if (!last && texts.length < this.limits.page && bytes < this.limits.pageBytes) continue;
      yield { batch: new Batch(texts.length, texts, last ? upTo : entry.seq, true), entries };
      [texts, entries, bytes] = [[], [], 0];
    }
  }

  /** Runs now, or behind what waits. With `restricted`: once the deliveries are on record; who can't be recorded leaves. */
  private afterGate(send: () => void, restricted?: Restricted): void {
    if (!restricted && !this.gate) return send();
    const before = this.gate ?? Promise.resolve();
    const gate = before
      .then(() => restricted && Promise.all([...this.members].map((member) => member.record(restricted))))
      .then(send)
      .finally(() => {
        if (this.gate === gate) this.gate = undefined;
      });
    this.gate = gate;
  }

  private send(batch: Batch | undefined, reached: number): void {
    for (const member of this.members) member.offer(batch, reached);
  }
}

/** The lanes of this process, by what their members see and want. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly ring: () => Ring,
    private readonly limits: Limits,
    private readonly failed: (error: unknown) => void,
  ) {}

  get count(): number {
    return this.lanes.size;
  }

  join(member: Member, seen: Visible, filter: { text: string; matches: Predicate } | undefined): Lane {
    const key = `${seen.key} ${filter?.text ?? ''}`;
    let lane = this.lanes.get(key);
    if (!lane) this.lanes.set(key, (lane = new Lane(key, seen, filter?.matches, this.limits)));
    lane.members.add(member);
    return lane;
  }

  leave(member: Member, lane: Lane): void {
    lane.members.delete(member);
    if (lane.members.size === 0 && this.lanes.get(lane.key) === lane) this.lanes.delete(lane.key);
  }

  deliver(fresh: readonly Entry[], book: Book): void {
    const ring = this.ring();
    for (const lane of this.lanes.values()) {
      try {
        lane.deliver(fresh, ring.head, ring, book);
      } catch (error) {
        this.failed(error);
        for (const member of lane.members) member.bye(new Fault('internal')); // and they resume; other lanes go on
      }
    }
  }
}
