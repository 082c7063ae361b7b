import { entitled } from '../rig/alliance.js';
import { type Evidence, expectations } from './evidence.js';
import type { Findings } from './findings.js';

/** N1: everything acknowledged is readable, and its bytes are those that were acknowledged. */
export function readable(evidence: Evidence, found: Findings): void {
  const { witness } = evidence;
  const held = new Map<string, string>();
  for (const replay of Object.values(witness.replays)) for (const [, , , , id, etag] of replay) held.set(id, etag);
  const expected = expectations(evidence);
  for (const [id, { last, etags }] of expected) {
    const etag = held.get(id);
    if (etag === undefined) found.lost(id, `N1: ${last.intent.value} was acknowledged and is not there`);
    else if (!etags.has(etag)) found.add(`N1: ${last.intent.value} reads otherwise than it was acknowledged`);
  }
  const authors = new Map(evidence.acks.map((ack) => [ack.id, ack]));
  for (const { org, id, status, etag } of witness.gets) {
    const [ack, wanted] = [authors.get(id), expected.get(id)];
    if (!ack || !wanted) continue;
    const may = entitled(ack.intent.to, ack.by, org);
    if (may && status !== 200) found.lost(id, `N1: GET of ${ack.intent.value} by ${org} answers ${status}`);
    else if (may && !wanted.etags.has(etag)) found.add(`N1: GET of ${ack.intent.value} has other bytes`);
    else if (!may && status !== 404) found.add(`N7: GET of ${ack.intent.value} by ${org} answers ${status}`);
  }
  for (const { state, code, items, by } of evidence.keys.values()) {
    if (state === 'refused' && items.every(({ good }) => good))
      found.add(`N1: ${by} was refused ${items[0]?.value}: ${code}`);
  }
  for (const [content, { intent }] of evidence.intents) {
    if (intent.good && evidence.refused.has(content)) found.add(`N1: ${intent.value} was rejected, though it is sound`);
  }
}
