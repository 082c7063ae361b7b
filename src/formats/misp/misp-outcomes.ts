import type { Fault } from '../../kernel/index.js';
import { checkObject } from '../stix/check-object.js';
import { facts } from '../stix/facts.js';
import { markingOf } from '../stix/marking.js';
import { readMisp } from './read-misp.js';

/** What became of a file, counted. */
export interface Counts {
  readonly objects: Record<string, number>;
  readonly observables: Record<string, number>;
  readonly labels: Record<string, number>;
  readonly refused: Record<string, number>;
  readonly notes: Record<string, number>;
}

const count = (into: Record<string, number>, key: string): void => {
  into[key] = (into[key] ?? 0) + 1;
};

/** Reads a file in pieces, checks every object that is found as the hub's door does, and counts. For tests. */
export async function outcomesOf(bytes: Buffer, piece = 4_096): Promise<Counts> {
  const counts: Counts = { objects: {}, observables: {}, labels: {}, refused: {}, notes: {} };
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  for await (const found of readMisp(pieces())) {
    if ('fault' in found) count(counts.refused, wordsOf(found.fault));
    else if ('note' in found) count(counts.notes, found.note);
    else {
      const { item, audience } = 'item' in found ? { item: found.item, audience: 'all' } : found.restricted;
      const object = checkObject(item);
      const tlp = markingOf(object);
      count(counts.objects, object.type);
      count(counts.labels, `${tlp} ${JSON.stringify(audience).replaceAll('"', '')}`);
      for (const { type } of facts(object, { tlp, organisationId: '' }).observables) count(counts.observables, type);
    }
  }
  return counts;
}

const wordsOf = ({ code, detail = '' }: Fault): string => (detail === '' ? code : `${code}: ${detail}`);
