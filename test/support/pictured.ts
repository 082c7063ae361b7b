import type { Demonstrated } from './demonstrated.js';
import type { Hub } from './hub.js';
import { handIn } from './importing.js';
import { type Api, browser, cookieOf, type Person, rowsOf, signIn } from './people.js';
import { indicator, MARKING } from './taxii.js';
import type { TaxiiRemote } from './taxii-remote.js';
import { until } from './until.js';
import type { Receiver } from './webhook-receiver.js';

/** What cert-nz has at hand for pictures of screens that the demonstration leaves empty. */
export interface Pictured {
  readonly member: string;
  /** Hands a file in: the feed is full of it from then on. */
  readonly job: () => Promise<string>;
  readonly draft: string;
  readonly answered: string;
  readonly webhook: string;
  readonly source: string;
}

const BODY =
  '## What we see\n\nWeb shells are left **before** the patch, and used after it.\n\n## Look for\n\n- `.aspx` files that are younger than the update\n- `w3wp.exe` that starts `cmd.exe`';

/** A file at work, an advisory under review and one that some answered, a webhook that was posted to, sources; cert-us keeps the alliance. */
export async function pictured(
  hub: Hub,
  { made, as }: Demonstrated,
  { receiver, taxii }: { readonly receiver: Receiver; readonly taxii: TaxiiRemote },
): Promise<Pictured> {
  const { email, password } = made.profiles['cert-nz']!;
  const cookie = cookieOf(await signIn(hub, email, password));
  const nz = browser(hub, cookie);
  const person: Person = { id: '', email, organisationId: '', sessionId: '', cookie };
  const values = Array.from({ length: 40_000 }, (_, i) => `h${i}.sinkhole.example,amber+strict`);
  const file = ['value,tlp', 'nonsense,green', ...values].join('\n');
  const asked = { tlp: 'amber+strict', audience: 'organisation', name: 'sinkhole-of-march.csv' };
  const job = async () => (await handIn(hub, person, file, asked)).body.id;
  const [organisation] = await rowsOf<{ id: string }>(hub, `select id from organisation where short_name = 'cert-uk'`);
  const text = { tlp: 'amber', severity: 'high', body: BODY, techniques: ['T1505.003'] };
  const begin = async (more: object) => {
    const { body } = await nz('POST', '/api/v1/advisories', { ...text, ...more });
    return String(body['id']);
  };
  const draft = await begin({
    kind: 'joint-attribution',
    title: 'Joint statement on the web shells of March',
    actor: { type: 'threat-actor', name: 'HAFNIUM', aliases: [] },
    signers: ['cert-nz', 'cert-uk'],
    vulnerabilities: [{ cve: 'CVE-2021-27065', cvss: ['CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H'] }],
  });
  await nz('POST', `/api/v1/advisories/${draft}/review`, {});
  await nz('POST', `/api/v1/advisories/${draft}/comments`, {
    body: 'Since when, exactly?',
    passage: 'and used after it',
  });
  const answered = await begin({ kind: 'alert', title: 'Web shells outlive the patch', severity: 'critical' });
  await nz('POST', `/api/v1/advisories/${answered}/publish`, {});
  for (const [member, answer, note] of [
    ['cert-de', 'acting', 'hunting since this morning'],
    ['cert-fr', 'fixed', ''],
    ['cert-jp', 'not-affected', ''],
    ['cert-uk', 'received', ''],
  ] as const)
    await as(member)('POST', `/api/v1/advisories/${answered}/acknowledgements`, { answer, note });
  const { body: hook } = await nz('POST', '/api/v1/webhooks', {
    name: 'SOAR',
    url: receiver.url,
    filter: 'tlp:green confidence>=70',
  });
  for (let i = 0; i < 3; i += 1) await nz('POST', `/api/v1/webhooks/${String(hook['id'])}/test`);
  const source = await pulled(nz, taxii);
  await nz('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
  await rowsOf(hub, `update person set role = 'alliance-admin' where email = $1`, [made.profiles['cert-us']!.email]);
  return { member: organisation!.id, job, draft, answered, webhook: String(hook['id']), source };
}

/** A TAXII collection that was pulled, but for what names nobody; and one that can't be had. */
async function pulled(api: Api, taxii: TaxiiRemote): Promise<string> {
  const red = { object_marking_refs: [MARKING.red] };
  taxii.add('2026-03-02T08:00:00.000Z', ...Array.from({ length: 240 }, (_, i) => indicator(`port-${i}`)));
  taxii.add('2026-03-02T09:00:00.000Z', indicator('named', red));
  const add = async (name: string, url: string) =>
    String((await api('POST', '/api/v1/sources', { kind: 'taxii', name, url, tlp: 'green' })).body['id']);
  const source = await add('Maritime ISAC', taxii.url);
  const other = await add('Energy ISAC', `${taxii.remote.url}/energy/collections/c2/`);
  for (const [id, state] of [
    [source, 'ok'],
    [other, 'failing'],
  ])
    await until(`a source to be ${state}`, async () => {
      const { body } = await api('GET', `/api/v1/sources/${id}`);
      return body['state'] === state;
    });
  return source;
}
