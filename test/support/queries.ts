import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type pg from 'pg';
import { canonical, networkOf, observableHash, reverseHostOf } from '../../src/formats/index.js';
import {
  type Facts,
  OBSERVABLE_TYPES,
  type Observable,
  type ObservableType,
  TLP,
  tlpRank,
} from '../../src/kernel/index.js';

/** Objects and queries of every kind, the same for a seed; what is relative is so to {@link NOW}. */
export const SEED = Number(process.env['QUERY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
export const OBJECTS = 400;
export const QUERIES = Number(process.env['QUERY_RUNS'] ?? 1000);

export const NOW = Date.UTC(2026, 0, 31, 12);
const HOUR = 3_600_000;
const MEMBERS = ['cert-aa', 'cert-bb', 'cert-cc'];
const memberId = (name: string) => `00000000-0000-4000-8000-00000000000${MEMBERS.indexOf(name) + 1}`;
export const organisation = (name: string) => (MEMBERS.includes(name) ? memberId(name) : undefined);

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const SHA256 = 'd41d8c9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0';
const PLAIN = ['evil.exe', 'Evil.exe', 'update.zip', '100%_sure', 'Öl', '🐚.sh', 'O\'Neil "x"'];
const VALUES: Record<ObservableType, readonly string[]> = {
  'ipv4-addr': ['203.0.113.7', '203.0.113.128', '203.0.113.0/24', '203.0.113.128/25', '10.0.0.0/8', '0.0.0.0/0'],
  'ipv6-addr': ['2001:db8::1', '2001:db8::/32', '2001:db8:8000::/33', '::ffff:203.0.113.7', '::/0'],
  'domain-name': [
    'evil.example',
    'www.evil.example',
    'notevil.example',
    'evil.example.net',
    'update.zip',
    'öl.example',
  ],
  url: [
    'http://evil.example/a',
    'http://Evil.example:8080/%7Ex?y',
    'http://203.0.113.7/',
    `http://a.evil.example/${'x'.repeat(3000)}`,
  ],
  'email-addr': ['bob@evil.example', 'Bob@mail.evil.example'],
  MD5: [MD5, 'd41d8d00000000000000000000000000'],
  'SHA-1': [SHA1],
  'SHA-256': [SHA256],
  'SHA-512': ['d41d8cffff'.padEnd(128, '0')],
  SSDEEP: ['96:s4Ud1Lj96tHHlZ:sF1LjEtHHlZDru/+'],
  TLSH: [`T1${'D41D8C'.padEnd(70, 'A')}`],
  'file-name': PLAIN,
  'file-path': ['C:\\Windows\\evil.exe', '/tmp/.x/evil.sh'],
  mutex: [...PLAIN, MD5, 'Global\\evil'],
  'windows-registry-key': ['HKLM\\Software\\Evil'],
  'autonomous-system': ['AS64500', '7'],
  'user-agent': ['Mozilla/5.0 (evil)', 'evil.example'],
  'x509-certificate': [SHA1, SHA256],
  ja3: [MD5],
  ja4: ['t13d1516h2_8daaf6152771_02713d6af862'],
  vulnerability: ['CVE-2021-44228', 'CVE-2021-4422'],
  'cryptocurrency-wallet': ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
};
const TEXTS = ['Web Shell', '100%', '1000', 'a_b', 'axb', 'C:\\temp', 'İstanbul', 'ΣΊΣΥΦΟΣ', '🐚', 'été', '"x"'];
const LABELS = ['hafnium', 'hafnia', 'haf', 'web shell', 'haf*', '%', 'a_b', 'été', '🐚'];
const TYPES = ['indicator', 'sighting', 'opinion', 'report', 'vulnerability', 'url', 'x-acme'];
const SPANS = [0, 1, HOUR, 24 * HOUR, 24 * HOUR + 1, 7 * 24 * HOUR, 400 * 24 * HOUR];

const observable: fc.Arbitrary<Observable> = fc
  .constantFrom(...OBSERVABLE_TYPES)
  .chain((type) => fc.constantFrom(...VALUES[type]).map((value) => ({ type, value: canonical(type, value) })));
const past = fc.constantFrom(...SPANS).map((span) => NOW - span);
const around = fc.oneof(
  past,
  fc.constantFrom(...SPANS).map((span) => NOW + span),
);

const facts: fc.Arbitrary<Facts> = fc
  .record({
    type: fc.constantFrom(...TYPES),
    uuid: fc.uuid({ version: 4 }),
    tlp: fc.constantFrom(...TLP),
    organisationId: fc.constantFrom(...MEMBERS).map(memberId),
    confidence: fc.option(fc.constantFrom(0, 1, 50, 69, 70, 71, 100), { freq: 2 }),
    labels: fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: 3 }),
    created: past,
    modified: past,
    validUntil: fc.option(around, { freq: 2 }),
    revoked: fc.boolean(),
    observables: fc.uniqueArray(observable, { maxLength: 4, selector: ({ type, value }) => `${type} ${value}` }),
    words: fc.array(fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'grapheme', maxLength: 8 })), {
      maxLength: 3,
    }),
  })
  .map(({ uuid, words, ...rest }) => {
    const text = [...words, ...rest.labels, ...rest.observables.map(({ value }) => value)].join('\n').toLowerCase();
    return { ...rest, id: `${rest.type}--${uuid}`, text: text.replaceAll('\0', '') };
  });

export const objects = fc.sample(facts, { seed: SEED, numRuns: OBJECTS });

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
const picked = <T>(...of: readonly T[]) => fc.constantFrom(...of);
const comparison = picked('=', '!=', '<', '<=', '>', '>=', ':', ':>=');
const order = picked('<', '<=', '>', '>=');
const anyValue = fc.constantFrom(...Object.values(VALUES).flat()).filter((value) => value.length < 200);
const when = picked(
  '0m',
  '1h',
  '24h',
  '1d',
  '7d',
  '1w',
  '2026-01-31',
  '2026-01-30T12:00:00Z',
  '2026-01-31T11:59:59.999Z',
);
const join = (...parts: readonly fc.Arbitrary<string | number>[]) => fc.tuple(...parts).map((all) => all.join(''));

/** Objects lie in these in turn. Every fifth has a later version. */
const AUDIENCES = ['all', 'green', 'red'];
export const audienceOf = (no: number) => 1 + (no % AUDIENCES.length);
export const seqOf = (no: number) => (no % 5 === 0 ? 1_000 + no : no);
/** A term as a user may write it. */
const term: fc.Arbitrary<string> = fc.oneof(
  fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })).map(quoted),
  picked('evil', 'WEB', '%', 'a_b', 'x'),
  join(picked('type:'), picked(...TYPES, ...OBSERVABLE_TYPES, 'ip', 'hash', 'domain', 'sha256', 'email', 'cve')),
  join(picked('tlp'), comparison, picked(...TLP)),
  join(picked('confidence'), comparison, picked(0, 1, 50, 69, 70, 71, 100)),
  join(picked('label:'), picked(...LABELS, 'HAFNIUM', 'none').map(quoted), picked('', '*')),
  picked('label:haf*', 'label:HAFNIUM', 'label:é*'),
  join(picked('from:'), picked(...MEMBERS)),
  join(picked('id:'), picked(...objects.map(({ id }) => id))),
  join(picked('since:', 'until:'), when),
  join(picked('created', 'expires'), order, when),
  picked('is:revoked', 'is:expired', 'is:active'),
  join(picked('value:'), anyValue.map(quoted)),
  anyValue.filter((value) => !/[\s"]/.test(value)),
  join(
    picked('in:', ''),
    picked('203.0.113.0/24', '203.0.113.128/25', '0.0.0.0/0', '2001:db8::/32', '::/0', '10.1.0.0/16', '192.0.2.0/24'),
  ),
  join(picked('in:', ''), picked('203.0.113.7', '10.9.8.7', '2001[:]db8::1', '::ffff:203.0.113.7', '192.0.2.1')),
  join(
    picked('domain:', ''),
    picked('evil.example', 'www[.]evil.example', 'evil.example.net', 'notevil.example', 'öl.example', 'update.zip'),
  ),
  join(picked('domain:'), picked('example', 'net', 'l.example', 'zip')),
  join(picked('hash:'), picked('d41d8c', 'D41D8CD9', MD5, SHA1.slice(0, 12), SHA256.slice(0, 63), 'd41d8cf', 'ffffff')),
);

export const query = fc
  .letrec<{ node: string; group: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      term,
      term.map((text) => `-${text}`),
      tie('group'),
    ),
    group: fc
      .tuple(picked('', '-'), fc.array(tie('node'), { minLength: 1, maxLength: 4 }), picked(' ', ' OR '))
      .map(([not, parts, between]) => `${not}(${parts.join(between)})`),
  }))
  .node.filter((text) => text.length <= 512 && !text.includes('\0'));

/** Writes the objects, their versions and observables straight into an empty database. */
export async function store(client: pg.Client): Promise<void> {
  for (const name of MEMBERS) {
    await insert(client, 'organisation', { id: memberId(name), name, short_name: name, country: 'NZL' });
  }
  for (const [i, key] of AUDIENCES.entries())
    await insert(client, 'audience', { ref: randomUUID(), key, tlp: i, kind: 'all' });
  for (const [no, object] of objects.entries()) {
    const { id, type, labels, confidence, revoked, text, organisationId: organisation_id, observables } = object;
    const [created, modified, valid_until] = [object.created, object.modified, object.validUntil].map(instant);
    const judged = { tlp: tlpRank(object.tlp), confidence, labels, created, modified, valid_until, revoked, text };
    const [seq, audience_id] = [seqOf(no), audienceOf(no)];
    await insert(client, 'object', { no, organisation_id, id, type, seq, audience_id, position: no, ...judged });
    await insert(client, 'version', { seq, object_no: no, modified, body: id, nonce: Buffer.alloc(16) });
    for (const one of observables) {
      const keys = { hash: observableHash(one), reverse_host: reverseHostOf(one), network: networkOf(one) };
      await insert(client, 'observable', { object_no: no, audience_id, ...one, ...keys });
    }
  }
  await client.query('analyze');
}

async function insert(
  client: pg.Client,
  table: string,
  row: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const columns = Object.keys(row);
  const sql = `insert into ${table} (${columns.join()}) values (${columns.map((_, i) => `$${i + 1}`).join()}) returning *`;
  const { rows } = await client.query<Record<string, unknown>>(sql, Object.values(row));
  return rows[0] ?? {};
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
