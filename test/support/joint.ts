import { type Cast, keyOf, organisationId, personOf, seedCast } from './cast.js';
import type { Hub } from './hub.js';
import { type Api, client } from './people.js';

/** Five members and one more, each with an analyst, an administrator and a key. */
export const MEMBERS = ['cert-a', 'cert-b', 'cert-c', 'cert-d', 'cert-e', 'cert-z'] as const;
export type Member = (typeof MEMBERS)[number];

const CAST: Cast = {
  organisations: MEMBERS.map((name, i) => ({
    name,
    country: ['AUT', 'BEL', 'CZE', 'DNK', 'EST', 'ZZZ'][i]!,
    blocs: [],
  })),
  people: Object.fromEntries(
    MEMBERS.flatMap((of) => [
      [`analyst of ${of}`, { of, role: 'analyst' }],
      [`admin of ${of}`, { of, role: 'org-admin' }],
    ]).concat([['root', { of: 'cert-z', role: 'alliance-admin' }]]),
  ),
  keys: Object.fromEntries(MEMBERS.map((of) => [`key of ${of}`, { of }])),
};

/** An alliance that writes joint advisories. */
export interface Joint {
  readonly analyst: Readonly<Record<Member, Api>>;
  readonly admin: Readonly<Record<Member, Api>>;
  readonly key: Readonly<Record<Member, Api>>;
  readonly root: Api;
  /** The API key's text, by member. */
  readonly token: Readonly<Record<Member, string>>;
}

const each = <T>(make: (of: Member) => T): Record<Member, T> =>
  Object.fromEntries(MEMBERS.map((of) => [of, make(of)])) as Record<Member, T>;

/** The same alliance at another hub process on the same database. */
export const jointAt = ({ url }: Pick<Hub, 'url'>): Joint => ({
  analyst: each((of) => client(url, personOf(`analyst of ${of}`, CAST.people[`analyst of ${of}`]!))),
  admin: each((of) => client(url, personOf(`admin of ${of}`, CAST.people[`admin of ${of}`]!))),
  key: each((of) => client(url, keyOf(`key of ${of}`, CAST.keys[`key of ${of}`]!))),
  root: client(url, personOf('root', CAST.people['root']!)),
  token: each((of) => keyOf(`key of ${of}`, CAST.keys[`key of ${of}`]!).text),
});

export async function seedJoint(hub: Hub): Promise<Joint> {
  await seedCast(hub, CAST);
  return jointAt(hub);
}

export const identityOf = (name: Member): string => `identity--${organisationId(name)}`;

/** Every member gets a signing key that the hub keeps. */
export async function giveKeys(joint: Joint, members: readonly Member[] = MEMBERS): Promise<void> {
  for (const member of members) await joint.admin[member]('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
}

/** A joint attribution, ready to be reviewed. */
export const attribution = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  kind: 'joint-attribution',
  title: 'Exploitation of Exchange servers attributed to SILK HERON',
  body: '# Summary\n\nFive members hold SILK HERON responsible for the exploitation of Exchange servers in March.',
  tlp: 'green',
  severity: 'critical',
  actor: { type: 'threat-actor', name: 'SILK HERON', aliases: ['UNC-0042'] },
  campaign: 'March mailbox campaign',
  confidence: 85,
  evidence: [{ title: 'Forensic report of cert-a', sha256: 'a'.repeat(64) }],
  vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'] }],
  techniques: ['T1190', 'T1505.003'],
  signers: ['cert-a', 'cert-b', 'cert-c', 'cert-d', 'cert-e'],
  quorum: 4,
  ...more,
});
