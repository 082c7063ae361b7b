import { HubError, type Problem } from './errors.js';
import type { Rest } from './rest.js';
import type { AudienceSpec, Counts, Outcome, Tlp } from './types.js';

export interface StixOptions {
  /** For objects that have no label of their own. */
  tlp?: Tlp;
  audience?: AudienceSpec;
  /** Told of each object, in order and once. */
  onOutcome?: (outcome: Outcome & { at: string }) => void;
  /** Told of what was changed or passed over on the way in. */
  onNote?: (note: { at: string; note: string }) => void;
  signal?: AbortSignal;
}

type Line = (Outcome & { at: string }) | { at: string; note: string } | { counts: Counts } | { problem: Problem };

/** A file may take as long as it is large. */
const TIMEOUT = 24 * 3_600_000;

/** A file of STIX, as its bytes come, and what became of each object in it. Handed in again, the same changes nothing. */
export function submitStix(rest: Rest, bytes: AsyncIterable<Uint8Array>, options: StixOptions = {}): Promise<Counts> {
  const { tlp, audience, signal } = options;
  const asked = typeof audience === 'object' ? JSON.stringify(audience) : audience;
  const call = {
    query: { tlp, audience: asked },
    file: bytes,
    headers: { 'content-type': 'application/stix+json;version=2.1', accept: 'application/x-ndjson' },
    timeout: TIMEOUT,
    ...(signal && { signal }),
  };
  return rest.request('POST', '/api/v1/objects', call, (response) => read(response, options));
}

async function read(response: Response, { onOutcome, onNote }: StixOptions): Promise<Counts> {
  for await (const text of linesOf(response)) {
    const line = JSON.parse(text) as Line;
    if ('counts' in line) return line.counts;
    if ('problem' in line) throw new HubError({ status: response.status, ...line.problem });
    if ('note' in line) onNote?.(line);
    else onOutcome?.(line);
  }
  throw new HubError({ code: 'outcomes_missing', status: 0, detail: 'the answer ended before its last line' });
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of response.body ?? []) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
