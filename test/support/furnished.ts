import { imported } from './importing.js';
import type { Scene } from './console.js';
import { save, searched } from './searching.js';
import type { Receiver } from './webhook-receiver.js';

/** A file with a line that is refused. */
export const TABLE = Buffer.from(
  'value,tlp,labels\na.table.example,green,table\nb.table.example,amber,\nnonsense,green,\n',
);

/** Something to be seen on every screen. */
export async function furnish({
  alliance,
  hub,
}: Scene): Promise<Record<'advisory' | 'indicator' | 'search' | 'job', string>> {
  const bo = alliance.api(alliance.people.bo);
  const ana = alliance.api(alliance.people.ana);
  const { id: search } = await save(ana, 'label:hafnium', { name: 'HAFNIUM of March', mail: 'daily', shared: true });
  await save(alliance.api(alliance.people.al), 'type:url since:7d', { name: 'New URLs', shared: true });
  const values = [
    'hxxps://mail-login[.]example/owa',
    '203.0.113.7',
    'a.evil.example',
    '5a5f4a1c7dbac3e1ac900f43415f378e88a7b0d1e6f2c3948576a1b2c3d4e5f6',
  ];
  const labels = (['clear', 'green', 'amber', 'amber+strict'] as const).map((tlp, i) => ({ value: values[i], tlp }));
  const items = labels.map((item) => ({
    ...item,
    confidence: 80,
    labels: ['hafnium', 'attack:T1190'],
    description: 'Seen in March',
  }));
  const { body } = await bo<{ outcomes: { id: string; etag: string }[] }>('POST', '/api/v1/indicators', items);
  const [first] = body.outcomes;
  await bo('PATCH', `/api/v1/indicators/${first!.id}`, { confidence: 95 }, { 'if-match': first!.etag });
  await alliance.api(alliance.people.cy)('POST', `/api/v1/indicators/${first!.id}/sightings`, { count: 3 });
  const text =
    '# Summary\n\nPatch **now**, and look for `w3wp.exe`.\n\n| product | version |\n|---|---|\n| Exchange | 2019 |';
  const draft = {
    kind: 'alert',
    title: 'Exchange servers under attack',
    tlp: 'green',
    severity: 'critical',
    body: text,
  };
  const made = await bo('POST', '/api/v1/advisories', draft);
  await bo('POST', `/api/v1/advisories/${String(made.body['id'])}/publish`, {});
  await searched(hub);
  const { id: job } = await imported(hub, alliance.people.ana, TABLE, { tlp: 'green', name: 'hosts.csv' });
  return { advisory: String(made.body['id']), indicator: first!.id, search, job };
}

/** What ana writes: one under review, and a request that was answered. */
export async function furnishDesk({ alliance }: Scene): Promise<{ draft: string; request: string }> {
  const [ana, bo, cy] = [
    alliance.api(alliance.people.ana),
    alliance.api(alliance.people.bo),
    alliance.api(alliance.people.cy),
  ];
  const text = {
    kind: 'joint-attribution',
    title: 'Joint statement on SILK HERON',
    tlp: 'amber',
    severity: 'critical',
    body: '## Statement\n\nTwo members hold **SILK HERON** responsible.\n\n## Basis\n\n| what | who |\n|---|---|\n| logs | cert-a |',
    actor: { type: 'threat-actor', name: 'SILK HERON', aliases: ['UNC-0042'] },
    campaign: 'March mailbox campaign',
    confidence: 85,
    techniques: ['T1190'],
    vulnerabilities: [{ cve: 'CVE-2026-1234', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'] }],
    products: [{ vendor: 'Example', name: 'Mail gateway', version: '< 7.3', status: 'affected' }],
    evidence: [{ title: 'Forensic report of cert-a', sha256: 'a'.repeat(64) }],
    references: [{ title: 'Bulletin 26-117', url: 'https://vendor.example/advisory' }],
    signers: ['cert-a', 'cert-b'],
  };
  const { body, headers } = await ana('POST', '/api/v1/advisories', text);
  const path = `/api/v1/advisories/${String(body['id'])}`;
  const second = { ...text, body: text.body.replace('Two members', 'Two members, in one voice,') };
  await ana('PUT', `${path}/work`, second, { 'if-match': headers.get('etag') ?? '' });
  await ana('POST', `${path}/review`, {});
  await bo('POST', `${path}/comments`, { body: 'By when?', passage: 'Two members' });
  const asked = {
    kind: 'request-for-information',
    title: 'Who has seen this loader?',
    tlp: 'green',
    body: 'Have you?',
  };
  const { body: made } = await ana('POST', '/api/v1/advisories', asked);
  const request = `/api/v1/advisories/${String(made['id'])}`;
  await ana('POST', `${request}/publish`, {});
  await bo('POST', `${request}/answers`, { content: 'Twice, **in March**.' });
  await cy('POST', `${request}/acknowledgements`, { answer: 'acting', note: 'looking into it' });
  return { draft: String(body['id']), request: String(made['id']) };
}

/** Something to be administered: a contact, a group, keys, a webhook that was posted to. */
export async function furnishOffice(
  { alliance }: Scene,
  receiver: Receiver,
): Promise<{ webhook: string; group: string }> {
  const { people, org, api } = alliance;
  const [root, admin] = [api(people.root), api(people.adminA)];
  const contacts = [{ role: 'duty officer', email: 'duty@cert-b.example', phone: '+32 2 501 05 60' }];
  await root('PATCH', `/api/v1/organisations/${org['cert-b']}`, { contacts });
  const { body: made } = await root('POST', '/api/v1/groups', {
    name: 'Falcon',
    description: 'Intrusions into energy suppliers',
    members: [org['cert-a'], org['cert-b']],
  });
  await admin('POST', '/api/v1/keys', { name: 'SIEM, production', scopes: ['read', 'feed'], cidrs: ['192.0.2.0/24'] });
  for (let i = 0; i < 2; i += 1) await admin('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
  await admin('POST', '/api/v1/invitations', { email: 'ines@cert-a.example', role: 'analyst' });
  await admin('PATCH', `/api/v1/people/${people.al.id}`, { status: 'suspended', reason: 'left the service' });
  const { body } = await admin('POST', '/api/v1/webhooks', { name: 'soar', url: receiver.url, filter: 'type:url' });
  await admin('POST', `/api/v1/webhooks/${String(body['id'])}/test`);
  return { webhook: String(body['id']), group: String(made['id']) };
}
