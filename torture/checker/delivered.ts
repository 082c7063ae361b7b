import { entitled, type Member, MEMBERS } from '../rig/alliance.js';
import { type Evidence, expectations } from './evidence.js';
import type { Findings } from './findings.js';
import { heldAtEnd } from './held.js';

/** N2: everything acknowledged has reached every reader whom it is for, and is in the log of each of them. */
export function delivered(evidence: Evidence, found: Findings): void {
  const { witness, readers } = evidence;
  const expected = [...expectations(evidence)];
  const check = (who: string, org: Member, held: ReadonlyMap<string, string>, least = 0) => {
    for (const [id, { last, etags }] of expected) {
      if (!entitled(last.intent.to, last.by, org) || last.intent.confidence < least) continue;
      const etag = held.get(id);
      if (etag === undefined) found.lost(id, `N2: ${who} never got ${last.intent.value}`);
      else if (!etags.has(etag)) found.add(`N2: ${who} holds ${last.intent.value} in an earlier state`);
    }
  };
  for (const org of MEMBERS) {
    const replay = witness.replays[org];
    if (replay) check(`a new reader of ${org}`, org, new Map(replay.map(([, , , , id, etag]) => [id, etag])));
  }
  for (const reader of readers) check(reader.name, reader.org, heldAtEnd(reader), reader.minConfidence);
}
