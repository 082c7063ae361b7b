import { AuditTrail } from '../src/audit/audit-trail.js';
import { certificate } from './support/certificate.js';
import { startHub } from './support/hub.js';
import { type Api, cookieOf, browser, rowsOf, seedAlliance, signIn } from './support/people.js';
import { until } from './support/until.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

const AUDIT = '/api/v1/audit';
const PEOPLE = '/api/v1/people';
const good = certificate();

interface Person {
  id: string;
  status: string;
  last_active_at: string | null;
}
interface Page {
  items: { at: string; action: string; detail: Record<string, unknown> }[];
  next?: string;
}

/** Actions of all pages. */
async function all(api: Api, query: string): Promise<string[]> {
  const actions: string[] = [];
  for (let after = ''; ;) {
    const { status, body } = await api<Page>('GET', `${AUDIT}?${query}${after && `&after=${after}`}`);
    expect(status).toBe(200);
    actions.push(...body.items.map(({ action }) => action));
    if (body.next === undefined) return actions;
    after = body.next;
  }
}

describe('administration', () => {
  it('the audit record is read newest first, and narrowed by deed, person and time, page by page', async () => {
    await using hub = await startHub();
    const { people, api, org } = await seedAlliance(hub);
    const admin = api(people.adminA);
    for (let i = 0; i < 3; i += 1) await admin('POST', '/api/v1/keys', { name: `k${i}`, scopes: ['read'] });
    await api(people.adminB)('POST', '/api/v1/keys', { name: 'another’s', scopes: ['read'] });
    await admin('PATCH', `${PEOPLE}/${people.al.id}`, { role: 'reader' });
    await api(people.root)('PATCH', `${PEOPLE}/${people.ray.id}`, { name: 'Ray\u2003of cert-a' });
    await api(people.root)('POST', `/api/v1/organisations/${org['cert-c']}/suspend`, { reason: 'to be seen' });
    expect(await all(admin, 'limit=2')).toEqual([
      ...Array<string>(3).fill('key.create'),
      'person.amend',
      'person.amend',
    ]);
    expect(await all(admin, 'limit=2&order=newest')).toEqual([
      'person.amend',
      'person.amend',
      ...Array<string>(3).fill('key.create'),
    ]);
    expect(await all(admin, 'limit=2&action=key.')).toEqual(Array(3).fill('key.create'));
    expect(await all(admin, 'limit=1&order=newest&action=person')).toEqual(['person.amend', 'person.amend']);
    expect(await all(admin, `action=person&person=${people.adminA.id}`)).toEqual(['person.amend']);
    await signIn(hub, people.ray.email);
    expect(await all(admin, `person=${people.ray.id}`)).toEqual(['session.open']);
    expect(await all(admin, `person=${people.adminB.id}`)).toEqual([]);
    expect(await all(api(people.root), 'action=key.&limit=1')).toEqual(Array(4).fill('key.create'));
    const { body } = await admin<Page>('GET', `${AUDIT}?order=newest`);
    const last = body.items[0]!.at;
    expect(await all(admin, `since=${last}&limit=1`)).toEqual(['session.open']);
    expect(await all(admin, `until=${last}`)).toHaveLength(5);
    for (const query of ['order=sideways', 'action=KEY', 'action=%25', 'person=me', 'since=yesterday'])
      expect([query, (await admin('GET', `${AUDIT}?${query}`)).status]).toEqual([query, 422]);
  });

  it('C20: a page with a filter ends after so many records of one’s own, however many others have, and goes on', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const admin = api(people.adminA);
    await admin('POST', '/api/v1/keys', { name: 'first', scopes: ['read'] });
    for (let i = 0; i < 5; i += 1) {
      await admin('POST', '/api/v1/invitations', { email: `p${i}@cert-a.example`, role: 'reader' });
      await api(people.adminB)('POST', '/api/v1/invitations', { email: `p${i}@cert-b.example`, role: 'reader' });
    }
    hub.app.get(AuditTrail, { strict: false }).lookedAt = 3;
    const pages: number[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const query: string = `order=newest&action=key.${after && `&after=${after}`}`;
      const { body }: { body: Page } = await admin<Page>('GET', `${AUDIT}?${query}`);
      pages.push(body.items.length);
      after = body.next;
    }
    expect(pages).toEqual([0, 1, 0]);
  });

  it('who is suspended is so for a reason that is on record; people show when they were here last', async () => {
    await using hub = await startHub();
    const { people, api, org } = await seedAlliance(hub);
    const admin = api(people.adminA);
    const read = async (id: string) => (await admin<Person>('GET', `${PEOPLE}/${id}`)).body;
    await rowsOf(hub, 'delete from session where person_id = $1', [people.al.id]);
    expect((await read(people.al.id)).last_active_at).toBeNull();
    const cookie = cookieOf(await signIn(hub, people.al.email));
    const seen = (await read(people.al.id)).last_active_at;
    expect(Date.now() - Date.parse(seen ?? '')).toBeLessThan(60_000);
    await browser(hub, cookie)('DELETE', '/api/v1/session');
    const { last_active_at: left } = await read(people.al.id);
    expect(Date.parse(left ?? '')).toBeLessThanOrEqual(Date.parse(seen ?? ''));
    const { body } = await admin<{ items: Person[] }>('GET', PEOPLE);
    expect(body.items.find(({ id }) => id === people.al.id)?.last_active_at).toBe(left);
    const reason = 'left the service on 3 May';
    const { body: off } = await admin<Person>('PATCH', `${PEOPLE}/${people.al.id}`, { status: 'suspended', reason });
    expect(off.status).toBe('suspended');
    const [record] = (await admin<Page>('GET', `${AUDIT}?order=newest&limit=1&action=person.`)).body.items;
    expect(record).toMatchObject({
      action: 'person.amend',
      organisation: org['cert-a'],
      detail: {
        person: people.al.id,
        fields: ['status'],
        reason,
        was: { status: 'active' },
        now: { status: 'suspended' },
      },
    });
    expect((await admin('PATCH', `${PEOPLE}/${people.al.id}`, { reason: 'x'.repeat(301) })).status).toBe(422);
  });

  it('a paused webhook is posted nothing and keeps its place; it goes on where it was', async () => {
    await using receiver = await Receiver.start(good);
    await using hub = await startHub(envFor(receiver, good));
    await using second = await hub.another();
    const { people, api, keys } = await seedAlliance(hub);
    const admin = api(people.adminA);
    const share = (value: string) => api(keys.b)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    const { body } = await admin<{ id: string }>('POST', '/api/v1/webhooks', { url: receiver.url });
    const path = `/api/v1/webhooks/${body.id}`;
    await share('n1.example');
    await until('the first', () => receiver.names.length === 1);
    expect((await api(people.adminB)('POST', `${path}/pause`)).status).toBe(404);
    expect((await admin('POST', `${path}/pause`)).body).toMatchObject({ state: 'paused' });
    expect((await admin('POST', `${path}/pause`)).body).toMatchObject({ state: 'paused' });
    await share('n2.example');
    // one that is not paused has it: whoever looks has looked
    const other = await admin<{ id: string }>('POST', '/api/v1/webhooks', { url: receiver.url, after: 'beginning' });
    await until('the other to have both', () => receiver.names.length === 3);
    await admin('DELETE', `/api/v1/webhooks/${other.body.id}`);
    expect(receiver.names.filter((name) => name === 'n2.example')).toHaveLength(1);
    expect((await api(people.adminA, second)('POST', `${path}/replay`, {})).body).toMatchObject({ state: 'ok' });
    await until('the second', () => receiver.names.filter((name) => name === 'n2.example').length === 2);
    expect(receiver.names.filter((name) => name === 'n1.example')).toHaveLength(2);
    expect(await all(admin, 'action=webhook.pause')).toEqual(['webhook.pause']);
  });

  it('tells the alliance’s administrators how the hub does, and nobody else', async () => {
    await using hub = await startHub();
    const { people, keys, api } = await seedAlliance(hub);
    for (const who of [people.ana, people.adminA, keys.a])
      expect((await api(who)('GET', '/api/v1/health')).status).toBe(403);
    expect((await api()('GET', '/api/v1/health')).status).toBe(401);
    const { status, body } = await api(people.root)('GET', '/api/v1/health');
    expect([status, body]).toEqual([
      200,
      {
        started_at: expect.stringMatching(/^20\d\d-/) as string,
        memory_bytes: expect.any(Number) as number,
        busy: expect.any(Number) as number,
        connections: { total: expect.any(Number) as number, idle: expect.any(Number) as number, waiting: 0 },
        subscribers: 0,
        feed_lag_entries: 0,
        mails_waiting: null, // without mail
        mail: 'off',
        outbound: 'off',
      },
    ]);
    expect(body['memory_bytes']).toBeGreaterThan(1e6);
    expect(body['busy']).toBeGreaterThan(0);
    expect(body['busy']).toBeLessThanOrEqual(1);
    expect((body['connections'] as { total: number }).total).toBeGreaterThan(0);
  });
});
