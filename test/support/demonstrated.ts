import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Demonstration, demonstrate } from '../../src/demo/index.js';
import { MEMBERS } from '../../src/demo/alliance.js';
import { type Tlp, TLP_MARKING } from '../../src/kernel/index.js';
import { Passwords, Rights } from '../../src/members/index.js';
import type { Hub } from './hub.js';
import { type Api, browser, client, cookieOf, signIn } from './people.js';
import { stixIndicator, submitStix } from './stix.js';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** Sent one by one, so that a feed shows them in the order in which they were made. */
const SINGLY = 40;
const LABELS: readonly Tlp[] = ['clear', 'green', 'green', 'green', 'amber', 'amber', 'amber+strict'];
const TECHNIQUES = [
  ['T1190', 'Exploit Public-Facing Application', 'initial-access'],
  ['T1566', 'Phishing', 'initial-access'],
  ['T1566.002', 'Spearphishing Link', 'initial-access'],
  ['T1059', 'Command and Scripting Interpreter', 'execution'],
  ['T1059.001', 'PowerShell', 'execution'],
  ['T1505', 'Server Software Component', 'persistence'],
  ['T1505.003', 'Web Shell', 'persistence'],
  ['T1136', 'Create Account', 'persistence'],
  ['T1068', 'Exploitation for Privilege Escalation', 'privilege-escalation'],
  ['T1027', 'Obfuscated Files or Information', 'defense-evasion'],
  ['T1003', 'OS Credential Dumping', 'credential-access'],
  ['T1003.001', 'LSASS Memory', 'credential-access'],
  ['T1018', 'Remote System Discovery', 'discovery'],
  ['T1021', 'Remote Services', 'lateral-movement'],
  ['T1114', 'Email Collection', 'collection'],
  ['T1560.001', 'Archive via Utility', 'collection'],
  ['T1071.001', 'Web Protocols', 'command-and-control'],
  ['T1105', 'Ingress Tool Transfer', 'command-and-control'],
  ['T1567', 'Exfiltration Over Web Service', 'exfiltration'],
  ['T1486', 'Data Encrypted for Impact', 'impact'],
] as const;
const BODY = `# Summary

Four vulnerabilities of Exchange Server are exploited together since January. **Patch today**, and look for web shells before and after.

## Do now

1. Take \`/owa\` and \`/ecp\` off the Internet until the server is patched.
2. Look for \`.aspx\` files that are younger than the server's last update in \`inetpub\\wwwroot\\aspnet_client\`.
3. Change what was stored on it; keep the disk.

## Affected

| product | version | fixed by |
|---|---|---|
| Exchange Server | 2019 | KB5000871 |
| Exchange Server | 2016 | KB5000871 |
| Exchange Server | 2013 | KB5000871 |

## What we do not know

Whether mail was read before January. The next word is to be expected tomorrow at 12:00 UTC.`;

/** The demonstration alliance, with a month of sharing behind it. */
export interface Demonstrated {
  readonly made: Demonstration;
  readonly as: (member: string) => Api;
  readonly advisory: string;
  readonly indicator: string;
}

/** Numbers that look like chance and are the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** `hub` is empty. Each value is of a range or a domain that is nobody's. */
export async function demonstrated(hub: Hub): Promise<Demonstrated> {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-demo-'));
  const made = await demonstrate(hub.url, dir, hub.app.get(Rights), hub.app.get(Passwords));
  rmSync(dir, { recursive: true, force: true });
  const key = (member: string) => ({ id: '', organisationId: '', text: made.profiles[member]!.key });
  const as = (member: string) => client(hub.url, key(member));
  const attack = TECHNIQUES.map(([id, name, phase]) => ({
    type: 'attack-pattern',
    spec_version: '2.1',
    id: `attack-pattern--${crypto.randomUUID()}`,
    created: '2020-03-02T00:00:00.000Z',
    modified: '2020-03-02T00:00:00.000Z',
    name,
    external_references: [{ source_name: 'mitre-attack', external_id: id }],
    kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: phase }],
    object_marking_refs: [TLP_MARKING.clear],
  }));
  await submitStix(hub, key('cert-us'), JSON.stringify({ type: 'bundle', objects: attack }), '?tlp=clear');
  const some = chance(2021);
  const month = MEMBERS.flatMap(({ short_name: member }, i) =>
    Array.from({ length: Math.max(3, 12 + some(60) - 4 * i) }, (_, n) => ({
      member,
      item: monthOld(some, `${member}-${n}`),
    })),
  ).toSorted((a, b) => (a.item.created < b.item.created ? -1 : 1));
  const latest = month.splice(-SINGLY);
  for (const { short_name: member } of MEMBERS) {
    const items = month.flatMap((one) => (one.member === member ? [one.item] : []));
    if (items.length > 0) await as(member)('POST', '/api/v1/indicators', { items });
  }
  for (const { member, item } of latest) await as(member)('POST', '/api/v1/indicators', { items: [item] });
  return { made, as, ...(await published(hub, made, as)) };
}

function monthOld(some: (below: number) => number, name: string) {
  const at = new Date(Date.now() - (some(DAYS * 24) * DAY_MS) / 24).toISOString();
  const patterns = [
    `[domain-name:value = '${name}.mail-login.example']`,
    `[ipv4-addr:value = '198.51.100.${some(250) + 1}']`,
    `[url:value = 'http://${name}.cdn-update.example/aspnet_client/shell.aspx']`,
    `[file:hashes.'SHA-256' = '${Array.from({ length: 64 }, () => some(16).toString(16)).join('')}']`,
  ];
  const technique = TECHNIQUES[Math.floor((some(100) / 100) ** 2 * TECHNIQUES.length)]!;
  return stixIndicator(name, {
    pattern: patterns[some(patterns.length)],
    created: at,
    modified: at,
    confidence: 40 + some(60),
    labels: [['hafnium', 'web-shell', 'phishing', 'loader'][some(4)], `attack:${technique[0]}`],
    name: technique[1],
    object_marking_refs: [TLP_MARKING[LABELS[some(LABELS.length)]!]],
  });
}

/** A joint advisory that three have signed and some have answered. */
async function published(
  hub: Hub,
  made: Demonstration,
  as: (member: string) => Api,
): Promise<{ advisory: string; indicator: string }> {
  const desk = async (member: string) => {
    const { email, password } = made.profiles[member]!;
    return browser(hub, cookieOf(await signIn(hub, email, password)));
  };
  const signers = ['cert-us', 'cert-uk', 'cert-nz'];
  const desks = await Promise.all(signers.map(desk));
  for (const one of desks) await one('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
  const [lead] = desks as [Api];
  const text = {
    kind: 'advisory',
    title: 'Exchange servers: four vulnerabilities, exploited together',
    tlp: 'green',
    severity: 'critical',
    body: BODY,
    signers,
    quorum: 3,
    vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'] }],
    techniques: ['T1190', 'T1505.003'],
  };
  const { body } = await lead('POST', '/api/v1/advisories', text);
  const path = `/api/v1/advisories/${String(body['id'])}`;
  await lead('POST', `${path}/review`, {});
  await lead('POST', `${path}/call`, {});
  const { body: work } = await lead<{ signing: { sha256: string } }>('GET', `${path}/work`);
  for (const one of desks) await one('POST', `${path}/signatures`, { sha256: work.signing.sha256 });
  await lead('POST', `${path}/publish`, {});
  for (const [member, answer] of [
    ['cert-de', 'acting'],
    ['cert-fr', 'fixed'],
    ['cert-jp', 'not-affected'],
  ] as const)
    await as(member)('POST', `${path}/acknowledgements`, { answer, note: '' });
  const alert = { kind: 'alert', title: 'Web shells survive the patch', tlp: 'amber', severity: 'high', body: BODY };
  const second = await (await desk('cert-no'))('POST', '/api/v1/advisories', alert);
  await (
    await desk('cert-no')
  )('POST', `/api/v1/advisories/${String(second.body['id'])}/publish`, {});
  const found = await as('cert-nz')<{ objects: { id: string }[] }>(
    'GET',
    `/api/v1/search?limit=1&q=${encodeURIComponent('from:cert-uk type:ipv4-addr -attack:T1190')}`,
  );
  const indicator = found.body.objects[0]!.id;
  for (const member of ['cert-nz', 'cert-no', 'cert-ee'])
    await as(member)('POST', `/api/v1/indicators/${indicator}/sightings`, { count: 2 });
  return { advisory: String(body['id']), indicator };
}

/** What a person would paste. */
export const pasted = (): string =>
  readFileSync('hafnium.csv', 'utf8')
    .split('\n')
    .filter((line) => line.includes('ipv4-addr'))
    .map((line) => line.split(',')[0]!.replaceAll('.', '[.]'))
    .slice(0, 8)
    .join('\n');
