import { type Evidence, eraOf } from './evidence.js';
import type { Findings } from './findings.js';

/**
 * N5: within a connection positions rise, and what a reader has written down it is not given again. N6: a request is
 * done once, however often it is sent.
 */
export function once(evidence: Evidence, found: Findings): void {
  for (const { name, lines } of evidence.readers) {
    let era = 0;
    let last = new Map<string, number>();
    for (const line of lines) {
      if (line.do === 'anew' || (line.do === 'begin' && eraOf(evidence, line.at) !== era)) last = new Map();
      if (line.do === 'begin') era = eraOf(evidence, line.at);
      if (line.do !== 'took') continue;
      for (const [, audience, position] of line.entries) {
        if (position <= (last.get(audience) ?? 0))
          found.add(`N5: ${name} was given ${audience} ${position} twice or late`);
        last.set(audience, position);
      }
    }
  }
  requests(evidence, found);
}

function requests({ acks, intents, otherwise, witness }: Evidence, found: Findings): void {
  for (const text of otherwise) found.add(`N6: ${text}`);
  const least = new Map<string, number>();
  const most = new Map<string, number>();
  for (const { id, outcome, fate } of acks) {
    if (outcome === 'unchanged' || fate === 'undone') continue;
    if (fate === 'kept') least.set(id, (least.get(id) ?? 0) + 1);
    most.set(id, (most.get(id) ?? 0) + 1);
  }
  const events = new Map<string, number>();
  for (const rows of witness.ledgers.values()) for (const { id } of rows) events.set(id, (events.get(id) ?? 0) + 1);
  for (const [id, count] of events) {
    const [from, to] = [least.get(id) ?? 0, most.get(id) ?? 0];
    if (count > to) found.add(`N6: ${id} has ${count} events for ${to} acknowledged requests`);
    if (count < from) found.lost(id, `N6: ${id} has ${count} events for ${from} acknowledged requests`);
  }
  const ids = new Map<string, string>();
  for (const replay of Object.values(witness.replays)) {
    for (const [, , , , id, , , content] of replay) {
      const value = intents.get(content)?.intent.value ?? id;
      if ((ids.get(value) ?? id) !== id) found.add(`N6: ${value} is there twice`);
      ids.set(value, id);
    }
  }
}
