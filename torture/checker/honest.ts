import { isWithdrawn } from '../clients/records.js';
import { entitled } from '../rig/alliance.js';
import { type Ack, type Evidence, eraOf, type ReaderHistory } from './evidence.js';
import type { Findings } from './findings.js';

/** A hub process may be blind for the length of its lease, 2 s, before it says so; the rest is for a slow machine. */
const GRACE_MS = 5_000;

/**
 * N9: "you are at the head" is never said falsely: by then a reader has all that was acknowledged before it connected,
 * and the heads that it is told are not behind what it has.
 */
export function honest(evidence: Evidence, found: Findings): void {
  const acks = evidence.acks.filter(({ fate }) => fate === 'kept').toSorted((a, b) => a.at - b.at);
  for (const reader of evidence.readers) hold(reader, acks, evidence, found);
}

function hold(reader: ReaderHistory, acks: readonly Ack[], evidence: Evidence, found: Findings): void {
  const { name, org, minConfidence = 0, lines } = reader;
  let [held, positions] = [new Set<string>(), new Map<string, number>()];
  let [begun, era, next] = [0, 0, 0];
  for (const line of lines) {
    if (line.do === 'begin') {
      begun = line.at;
      if (eraOf(evidence, begun) !== era) positions = new Map();
      era = eraOf(evidence, begun);
    }
    if (line.do === 'anew') [held, positions] = [new Set(), new Map()];
    if (line.do !== 'took') continue;
    for (const [op, audience, position, , id] of line.entries) {
      if (isWithdrawn(op)) held.delete(id);
      else held.add(id);
      positions.set(audience, position);
    }
    if (!line.live || !line.heads) continue;
    for (const [audience, head] of line.heads) {
      if (head < (positions.get(audience) ?? 0))
        found.add(`N9: ${name} was told that ${audience} stands at ${head}, and has more`);
    }
    for (; next < acks.length && acks[next]!.at < begun - GRACE_MS; next++) {
      const { intent, by, id } = acks[next]!;
      if (!entitled(intent.to, by, org) || intent.confidence < minConfidence || held.has(id)) continue;
      found.add(`N9: ${name} was told that it is at the head without ${intent.value}`);
    }
  }
}
