import { z } from 'zod';
import { readTextList } from '../formats/index.js';
import { Fault, type ObservableType } from '../kernel/index.js';
import { invalid } from '../platform/index.js';

const LIST_TYPES = ['string', 'substring', 'hostname', 'cidr', 'regex'] as const;

/** The most entries of one list; of those whose entries are tried one after the other, far fewer. */
const ENTRIES: Readonly<Record<(typeof LIST_TYPES)[number], number>> = {
  string: 2_000_000,
  substring: 20_000,
  hostname: 2_000_000,
  cidr: 500_000,
  regex: 200,
};

/** Of what is sent. */
const MOST = { texts: Math.max(...Object.values(ENTRIES)), bytes: 64 << 20 };
const ENTRY_CHARACTERS = 1_000;

/** What a list says of itself. */
const About = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(5_000),
  version: z.int().min(0).max(2_147_483_647),
  type: z.enum(LIST_TYPES),
  matching_attributes: z.array(z.string().min(1).max(100)).max(100).default([]),
});

/** A warninglist as MISP writes it (misp-warninglists, `schema.json`). */
export const MispList = About.extend({ list: z.array(z.string().min(1).max(ENTRY_CHARACTERS)).min(1) }).meta({
  id: 'Warninglist',
});
export type MispList = z.infer<typeof MispList>;

/**
 * Reads a {@link MispList} as its bytes come: one of a million entries holds nobody up. Faults: those of JSON, `body_too_large`,
 * `invalid` and `unrecognized_keys` with their place.
 */
export async function readMispList(bytes: AsyncIterable<Uint8Array>): Promise<MispList> {
  const { around, list = [] } = await readTextList(bytes, 'list', MOST);
  const about = About.safeParse(around);
  if (!about.success) throw invalid(about.error.issues);
  const most = ENTRIES[about.data.type];
  const of = (at: string, detail: string) => new Fault('invalid', detail, { pointer: `/list${at}` });
  if (list.length === 0 || list.length > most) throw of('', `a list of this type has 1 to ${most} entries`);
  const wrong = list.findIndex(({ length }) => length === 0 || length > ENTRY_CHARACTERS);
  if (wrong >= 0) throw of(`/${wrong}`, `an entry has 1 to ${ENTRY_CHARACTERS} characters`);
  return { ...about.data, list };
}

const ADDRESSES = ['ipv4-addr', 'ipv6-addr'] as const;

/** What MISP’s attributes hold, as the hub calls it. */
const HOLDS: Readonly<Record<string, readonly ObservableType[]>> = {
  'ip-src': ADDRESSES,
  'ip-dst': ADDRESSES,
  ip: ADDRESSES,
  domain: ['domain-name'],
  hostname: ['domain-name'],
  url: ['url'],
  uri: ['url'],
  link: ['url'],
  email: ['email-addr'],
  'email-src': ['email-addr'],
  'email-dst': ['email-addr'],
  'email-reply-to': ['email-addr'],
  'target-email': ['email-addr'],
  'whois-registrant-email': ['email-addr'],
  md5: ['MD5'],
  sha1: ['SHA-1'],
  sha256: ['SHA-256'],
  sha512: ['SHA-512'],
  ssdeep: ['SSDEEP'],
  tlsh: ['TLSH'],
  filename: ['file-name', 'file-path'],
  regkey: ['windows-registry-key'],
  mutex: ['mutex'],
  'user-agent': ['user-agent'],
  AS: ['autonomous-system'],
  vulnerability: ['vulnerability'],
  btc: ['cryptocurrency-wallet'],
  xmr: ['cryptocurrency-wallet'],
  'x509-fingerprint-sha1': ['x509-certificate'],
  'x509-fingerprint-sha256': ['x509-certificate'],
  'ja3-fingerprint-md5': ['ja3'],
};

/** Types that a list speaks of; null: all of them. Of attributes of two parts each part counts. */
export function typesOf({
  matching_attributes: attributes,
}: Pick<MispList, 'matching_attributes'>): ReadonlySet<ObservableType> | null {
  if (attributes.length === 0) return null;
  return new Set(attributes.flatMap((attribute) => attribute.split('|')).flatMap((part) => HOLDS[part] ?? []));
}
