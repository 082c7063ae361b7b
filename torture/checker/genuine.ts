import { entitled, type Member, MEMBERS } from '../rig/alliance.js';
import { type Given, isWithdrawn } from '../clients/records.js';
import type { Evidence } from './evidence.js';
import type { Findings } from './findings.js';

/**
 * N3: all that was delivered is what somebody meant to share and was not refused. N7: nobody got what is not for him.
 * Nobody in the rig moves or withdraws anything, so that a recall is something that nobody meant, too.
 */
export function genuine({ intents, refused, witness, readers }: Evidence, found: Findings): void {
  const look = (who: string, org: Member, [op, , , , id, , , content]: Given) => {
    const meant = intents.get(content);
    if (!meant) return found.add(`N3: ${who} got ${op} ${id}, which nobody submitted`);
    const { intent, by } = meant;
    if (!intent.good || refused.has(content)) found.add(`N3: ${who} got ${intent.value}, which was refused`);
    if (!entitled(intent.to, by, org)) found.add(`N7: ${who} got ${intent.value} of ${by}, which is for ${intent.to}`);
  };
  for (const org of MEMBERS) for (const entry of witness.replays[org] ?? []) look(`a new reader of ${org}`, org, entry);
  for (const { name, org, minConfidence, lines } of readers) {
    for (const line of lines) {
      if (line.do !== 'took') continue;
      for (const entry of line.entries) {
        // an entry that does not match a filter comes without its content
        if (minConfidence === undefined || !isWithdrawn(entry[0])) look(name, org, entry);
      }
    }
  }
}
