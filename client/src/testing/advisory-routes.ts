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
  superseded_by: null,
  acknowledge_by: null,
  acknowledged: null,
};

const answer = {
  id: 'note--1',
  in_reply_to: null,
  organisation: 'identity--o1',
  authors: [],
  abstract: null,
  content: 'Seen here.\nTwice.',
  tlp: 'amber',
  created: '2026-11-02T00:00:00.000Z',
  modified: '2026-11-02T00:00:00.000Z',
  withdrawn: false,
  etag: '"1"',
};

const DIFF = {
  id: 'report--1',
  from: { version: 1, published: '2026-11-01T00:00:00.000Z' },
  to: { version: 2, published: '2026-11-03T00:00:00.000Z' },
  changes: [
    { field: 'severity', before: null, after: 'high' },
    { field: 'techniques', added: ['T1078'], removed: ['T1190'] },
    {
      field: 'body',
      hunks: [
        {
          before: 1,
          after: 1,
          lines: [
            {
              op: '-',
              text: 'Patch them.',
              words: [
                { text: 'Patch ', changed: false },
                { text: 'them.', changed: true },
              ],
            },
            {
              op: '+',
              text: 'Patch all.',
              words: [
                { text: 'Patch ', changed: false },
                { text: 'all.', changed: true },
              ],
            },
            { op: ' ', text: 'Now\u001b[2J.' },
          ],
        },
      ],
    },
  ],
};

/** A document in each format; that of a PDF is no text. */
export const DOCUMENTS: Readonly<Record<string, Buffer>> = {
  html: Buffer.from('<!doctype html>\n<p>Patch them.'),
  markdown: Buffer.from('TLP:GREEN\n\nPatch \u001b[31mthem.\n'),
  pdf: Buffer.from('%PDF-1.3\n\u0000\u0080', 'latin1'),
  stix: Buffer.from('{"type":"bundle","objects":[]}'),
  signed: Buffer.from(JSON.stringify(REPORT)),
};

type Route = [method: string, path: RegExp, reply: (url: URL, body: string) => unknown];

/** One advisory that is published and at work at the same time; every step is taken. */
export const ADVISORY_ROUTES: Route[] = [
  ['GET', /\/advisories$/, () => ({ items: [listed] })],
  ['GET', /\/advisories\/work$/, () => ({ items: [{ ...listed, state: 'signing', part: 'lead', publish_at: null }] })],
  ['GET', /\/advisories\/report--1$/, () => REPORT],
  ['GET', /\/advisories\/report--1\/export$/, ({ searchParams }) => DOCUMENTS[searchParams.get('format') ?? '']],
  ['GET', /\/advisories\/report--1\/work$/, () => work],
  ['POST', /\/advisories$/, () => work],
  ['PUT', /\/advisories\/report--1\/work$/, () => work],
  ['POST', /\/advisories\/report--1\/(?:review|call|publish)$/, () => ({ ...work, state: 'published' })],
  ['POST', /\/advisories\/report--1\/withdraw$/, () => ({ ...work, state: 'withdrawn' })],
  ['POST', /\/advisories\/report--1\/(?:signatures|acknowledgements)$/, () => ({ items: [] })],
  ['GET', /\/advisories\/report--1\/answers$/, () => ({ items: [answer] })],
  ['POST', /\/advisories\/report--1\/answers$/, () => ({ id: answer.id, etag: answer.etag })],
  ['GET', /\/advisories\/report--1\/(?:revisions\/)?diff$/, () => DIFF],
  ['GET', /\/advisory-templates$/, () => ({ items: [{ id: 'alert', name: 'Alert', built_in: true, kind: 'alert' }] })],
  ['GET', /\/advisory-templates\/alert$/, () => ({ body: { kind: 'alert', title: 'Alert: what' } })],
  ['POST', /\/csaf\/documents$/, () => ({ id: 'report--1', outcome: 'created', version: 1, lost: [] })],
  ['GET', /\/signing-keys$/, () => ({ keys: [] })],
];
