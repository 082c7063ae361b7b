import { type StixObject, TLP_MARKING } from '../../kernel/index.js';
import type { Found } from '../reading.js';
import { type MispContext, readMisp } from './read-misp.js';

export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export interface Json {
  [property: string]: unknown;
}

export const event = (more: Json = {}): Json => ({
  uuid: uuid(1),
  info: 'A campaign',
  date: '2026-01-02',
  timestamp: '1767400000',
  threat_level_id: '1',
  analysis: '2',
  distribution: '3',
  Orgc: { id: '9', name: 'CERT X', uuid: uuid(2) },
  Tag: [{ name: 'tlp:green' }],
  ...more,
});

export const attribute = (n: number, value: string, more: Json = {}): Json => ({
  id: String(n),
  uuid: uuid(n),
  type: 'domain',
  category: 'Network activity',
  to_ids: true,
  timestamp: '1767300000',
  distribution: '5',
  value,
  ...more,
});

/** An indicator as the hub has it, TLP:GREEN. */
export const indicator = (n: number, more: object = {}): StixObject => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${uuid(n)}`,
  created: '2026-01-02T00:00:00.000Z',
  modified: '2026-01-02T00:00:00.000Z',
  pattern: "[domain-name:value = 'a.example']",
  pattern_type: 'stix',
  valid_from: '2026-01-02T00:00:00.000Z',
  object_marking_refs: [TLP_MARKING.green],
  ...more,
});

export async function found(json: unknown, context?: MispContext): Promise<Found[]> {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  async function* bytes() {
    for (let at = 0; at < text.length; at += 100) yield Buffer.from(text.slice(at, at + 100));
  }
  const all: Found[] = [];
  for await (const one of readMisp(bytes(), context)) all.push(one);
  return all;
}

export const objectOf = (one: Found): StixObject | undefined =>
  ('item' in one ? one.item : 'restricted' in one ? one.restricted.item : undefined) as StixObject | undefined;
export const objects = (all: readonly Found[]): StixObject[] => all.flatMap((one) => objectOf(one) ?? []);
export const labelOf = (object?: StixObject): string | undefined =>
  Object.entries(TLP_MARKING).find(([, id]) => id === object?.object_marking_refs?.[0])?.[0];
export const faults = (all: readonly Found[]) =>
  all.flatMap((one) => ('fault' in one ? [`${one.at}: ${one.fault.code}`] : []));
export const notes = (all: readonly Found[]) => all.flatMap((one) => ('note' in one ? [`${one.at}: ${one.note}`] : []));

export const reaching = (one: Found) =>
  'restricted' in one ? one.restricted.audience : 'item' in one ? 'all' : undefined;
