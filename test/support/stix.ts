import { TLP_MARKING } from '../../src/kernel/index.js';
import type { Hub } from './hub.js';
import type { Key } from './people.js';

/** A whole STIX 2.1 indicator of a domain name, TLP:GREEN, with a new id. */
export const stixIndicator = <T extends object>(domain: string, more: T) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${crypto.randomUUID()}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  pattern: `[domain-name:value = '${domain}']`,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [TLP_MARKING.green],
  ...more,
});

export interface StixOutcome {
  readonly at?: string;
  readonly index: number;
  readonly outcome: string;
  readonly id?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly pointer?: string;
}

/** What `POST /api/v1/objects` said of a file, line by line. */
export interface StixAnswer {
  readonly status: number;
  readonly outcomes: readonly StixOutcome[];
  readonly notes: readonly { readonly at: string; readonly note: string }[];
  readonly counts?: Record<string, number>;
  readonly problem?: Record<string, unknown>;
}

/** Hands in a file of STIX. */
export async function submitStix(
  { url }: Pick<Hub, 'url'>,
  key: Pick<Key, 'text'>,
  body: string | Buffer,
  query = '',
  headers: Record<string, string> = {},
): Promise<StixAnswer> {
  const answer = await fetch(`${url}/api/v1/objects${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.text}`, 'content-type': 'application/stix+json;version=2.1', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const said = (await answer.text()).split('\n').filter((line) => line !== '');
  const lines = said.map((line) => JSON.parse(line) as Record<string, unknown>);
  const counts = lines.find((line) => 'counts' in line)?.['counts'] as Record<string, number> | undefined;
  const problem = lines.find((line) => 'problem' in line)?.['problem'] as Record<string, unknown> | undefined;
  return {
    status: answer.status,
    outcomes: lines.filter((line) => 'outcome' in line) as unknown as StixOutcome[],
    notes: lines.filter((line) => 'note' in line) as unknown as { at: string; note: string }[],
    ...(counts && { counts }),
    ...(problem && { problem }),
  };
}
