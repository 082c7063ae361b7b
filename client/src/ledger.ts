import { link, type Step } from './chain.js';
import type { Fracture } from './errors.js';
import type { AudienceView, Head, LedgerEntry, LedgerPage } from './types.js';

/** Where ledgers are read from: a {@link Hub}, or a test's own. */
export interface LedgerSource {
  audiences(): Promise<AudienceView[]>;
  ledger(audience: string, range: { after: number; limit?: number }): Promise<LedgerPage>;
}

/** What a span of a ledger is held against. */
export interface Seen {
  /** Chain by position, of the entries that came. */
  readonly chains: ReadonlyMap<number, string>;
  /** Objects that came in any audience: a recall of one of these was the other half of a move. */
  readonly ids: ReadonlySet<string>;
}

const PAGE = 5000;

/** The ledger after `from` up to and including position `to`, page by page, in order. */
export async function* readLedger(
  source: LedgerSource,
  audience: string,
  from: number,
  to: number,
): AsyncGenerator<LedgerEntry> {
  for (let after = from; after < to;) {
    const page = await source.ledger(audience, { after, limit: Math.min(PAGE, to - after) });
    for (const entry of page.entries) {
      if (entry.position > to) return;
      yield entry;
      after = entry.position;
    }
    if (page.entries.length === 0) return;
  }
}

/** The entry of a ledger that must come after `head`: what is wrong with it, if anything. */
export function follows(audience: string, head: Head, next: Omit<Step, 'audience'>): Fracture | undefined {
  const expected = head.position + 1;
  if (next.position !== expected) {
    const detail = `after position ${head.position} came ${next.position}, not ${expected}`;
    return { kind: 'gap', audience, expected, got: next.position, detail };
  }
  const chain = link(head.chain, next);
  if (sameHash(chain, next.chain)) return undefined;
  const detail = `position ${next.position} (${next.id}) is not what its chain says`;
  return { kind: 'chain', audience, expected: chain, got: next.chain, detail };
}

/**
 * Walks a ledger from a head that is trusted to one that is claimed: every position must be there, every chain must
 * follow from the last, and every entry not yet superseded must be among those seen.
 */
export async function proveSpan(
  source: LedgerSource,
  audience: string,
  span: { from: Head; to: Head },
  seen?: Seen,
): Promise<Fracture | undefined> {
  let head = span.from;
  const born = new Set<string>();
  for await (const entry of readLedger(source, audience, span.from.position, span.to.position)) {
    const wrong = follows(audience, head, entry) ?? (seen && unseen(audience, entry, seen, born));
    if (wrong) return wrong;
    if (entry.op === 0) born.add(entry.id);
    head = { position: entry.position, chain: entry.chain };
  }
  return sameHead(audience, head, span.to);
}

function unseen(audience: string, entry: LedgerEntry, seen: Seen, born: ReadonlySet<string>): Fracture | undefined {
  const { position, id } = entry;
  const chain = seen.chains.get(position);
  if (chain !== undefined) {
    if (sameHash(chain, entry.chain)) return undefined;
    const detail = `position ${position} came with another chain than the ledger has`;
    return { kind: 'chain', audience, expected: entry.chain, got: chain, detail };
  }
  // A recall need not come of what came into being since, nor when it was half of a move and the other half came.
  if (entry.superseded || (entry.op === 3 && (born.has(id) || seen.ids.has(id)))) return undefined;
  return {
    kind: 'gap',
    audience,
    expected: position,
    got: undefined,
    detail: `position ${position} (${id}) never came`,
  };
}

/** Are a head that was reached and one that is claimed the same? */
export function sameHead(audience: string, mine: Head, theirs: Head): Fracture | undefined {
  if (mine.position !== theirs.position) {
    const detail = `the ledger is said to stand at ${theirs.position}, but ${mine.position} was reached`;
    return { kind: 'gap', audience, expected: theirs.position, got: mine.position, detail };
  }
  if (sameHash(mine.chain, theirs.chain)) return undefined;
  const detail = `the chain at position ${mine.position} is another than it was`;
  return { kind: 'chain', audience, expected: mine.chain, got: theirs.chain, detail };
}

/** Padding is the only freedom base64url leaves. */
export const sameHash = (a: string, b: string): boolean => a.replace(/=+$/, '') === b.replace(/=+$/, '');
