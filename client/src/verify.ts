import { CHAIN_START, stepsOf } from './chain.js';
import type { Fracture } from './errors.js';
import { follows, readLedger, sameHash, sameHead, type LedgerSource } from './ledger.js';
import type { AudienceView, Entry, Head, LedgerEntry } from './types.js';

export interface VerifyOptions {
  /** What you hold, as the feed brought it; each current object must be among it, just as the ledger has it. */
  against?: Iterable<Entry> | AsyncIterable<Entry>;
  onAudience?: (result: AudienceResult) => void;
  onMissing?: (missing: Missing) => void;
}

/** One audience's ledger, recomputed. */
export interface AudienceResult {
  audience: AudienceView;
  /** How many entries were recomputed. */
  entries: number;
  /** The first thing that is wrong. */
  fracture?: Fracture;
}

/** A current object that is not held as the ledger has it. */
export interface Missing {
  /** `missing`: not held. `altered`: held with other content. `unknown`: held, but the ledger has no such entry. */
  kind: 'missing' | 'altered' | 'unknown';
  audience: string;
  position: number;
  id: string;
}

export interface VerifyReport {
  ok: boolean;
  audiences: AudienceResult[];
  /** How many current objects are missing, altered or unknown. */
  missing: number;
}

/** What is held of one audience: digest and id by position, and which objects were ever held. */
interface Holding {
  at: Map<number, { digest: string; id: string }>;
  ids: Set<string>;
}

const nothing = (): Holding => ({ at: new Map(), ids: new Set() });

/** Recomputes each visible ledger from where the view of it begins to its head. */
export async function verify(source: LedgerSource, options: VerifyOptions = {}): Promise<VerifyReport> {
  const held = options.against && (await gather(options.against));
  const report: VerifyReport = { ok: true, audiences: [], missing: 0 };
  const missing = (what: Missing): void => {
    report.missing++;
    options.onMissing?.(what);
  };
  for (const audience of await source.audiences()) {
    const mine = held && (held.get(audience.ref) ?? nothing());
    const moved = (id: string): boolean => [...held!].some(([ref, { ids }]) => ref !== audience.ref && ids.has(id));
    const result = await recompute(
      source,
      audience,
      (entry) => mine && compare(entry, { ...mine, moved }, audience.ref).forEach(missing),
    );
    if (mine && !result.fracture) denied(audience, mine).forEach(missing);
    report.audiences.push(result);
    options.onAudience?.(result);
  }
  report.ok = report.missing === 0 && report.audiences.every(({ fracture }) => !fracture);
  return report;
}

async function recompute(
  source: LedgerSource,
  audience: AudienceView,
  onEntry: (entry: LedgerEntry) => void,
): Promise<AudienceResult> {
  let head: Head = audience.from.position === 0 ? { position: 0, chain: CHAIN_START } : audience.from;
  let entries = 0;
  for await (const entry of readLedger(source, audience.ref, head.position, audience.position)) {
    const fracture = follows(audience.ref, head, entry);
    if (fracture) return { audience, entries, fracture };
    head = { position: entry.position, chain: entry.chain };
    entries++;
    onEntry(entry);
  }
  const fracture = sameHead(audience.ref, head, audience);
  return { audience, entries, ...(fracture && { fracture }) };
}

/** Is a ledger entry held as it should be? `moved` says whether an object is held in another audience. */
function compare(entry: LedgerEntry, mine: Holding & { moved: (id: string) => boolean }, audience: string): Missing[] {
  const { position, id } = entry;
  const have = mine.at.get(position);
  mine.at.delete(position);
  if (have) return sameHash(have.digest, entry.digest) ? [] : [{ kind: 'altered', audience, position, id }];
  // A recall of what was never held, or is now held elsewhere, says nothing.
  const wanted = !entry.superseded && (entry.op !== 3 || (mine.ids.has(id) && !mine.moved(id)));
  return wanted ? [{ kind: 'missing', audience, position, id }] : [];
}

/** What is left after the comparison: held, though the ledger has no such entry. Beyond the head it may be newer. */
function denied({ ref, from, position: head }: AudienceView, mine: Holding): Missing[] {
  return [...mine.at]
    .filter(([position]) => position > from.position && position <= head)
    .map(([position, { id }]) => ({ kind: 'unknown', audience: ref, position, id }));
}

async function gather(entries: Iterable<Entry> | AsyncIterable<Entry>): Promise<Map<string, Holding>> {
  const held = new Map<string, Holding>();
  for await (const entry of entries) {
    for (const { audience, position, digest, id } of stepsOf(entry)) {
      const mine = held.get(audience) ?? nothing();
      held.set(audience, mine);
      mine.at.set(position, { digest, id });
      mine.ids.add(id);
    }
  }
  return held;
}
