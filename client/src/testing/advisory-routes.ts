import { ADVISORY_EXTENSION, textHash } from '../advisory/text.js';
import type { StixObject } from '../types.js';

export const REPORT: StixObject = {
  type: 'report',
  spec_version: '2.1',
  id: 'report--1',
  created_by_ref: 'identity--o1',
  name: 'Exchange servers',
  description: 'Patch them.\nAll of them.',
  object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
  extensions: { [ADVISORY_EXTENSION]: { extension_type: 'property-extension', kind: 'alert', version: 1, quorum: 1 } },
};

const work = {
  id: 'report--1',
  state: 'signing',
  version: 1,
  revision: 1,
  etag: '"1"',
  part: 'lead',
  quorum: 1,
  body: { kind: 'alert', title: 'Exchange servers', body: 'Patch them.', tlp: 'green', signers: ['cert-nz'] },
  signing: { sha256: textHash(REPORT), report: REPORT },
};

const listed = {
  id: 'report--1',
  title: 'Exchange servers',
  organisation: 'identity--o1',
  tlp: 'green',
  kind: 'alert',
  severity: 'high',
  version: 1,
  published: '2026-11-01T00:00:00.000Z',
  withdrawn: false,
  acknowledge_by: null,
  acknowledged: null,
};

type Route = [method: string, path: RegExp, reply: (url: URL, body: string) => unknown];

/** One advisory that is published and at work at the same time; every step is taken. */
export const ADVISORY_ROUTES: Route[] = [
  ['GET', /\/advisories$/, () => ({ items: [listed] })],
  ['GET', /\/advisories\/work$/, () => ({ items: [{ ...listed, state: 'signing', part: 'lead', publish_at: null }] })],
  ['GET', /\/advisories\/report--1$/, () => REPORT],
  ['GET', /\/advisories\/report--1\/work$/, () => work],
  ['POST', /\/advisories$/, () => work],
  ['PUT', /\/advisories\/report--1\/work$/, () => work],
  ['POST', /\/advisories\/report--1\/(?:review|call|publish)$/, () => ({ ...work, state: 'published' })],
  ['POST', /\/advisories\/report--1\/(?:signatures|acknowledgements)$/, () => ({ items: [] })],
  ['GET', /\/signing-keys$/, () => ({ keys: [] })],
];
