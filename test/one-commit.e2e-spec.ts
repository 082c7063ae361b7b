import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

let number = 0;
const value = () => `v${number++}.commit.example`;

/** An indicator as whole STIX, for what says its own id and versions. */
const stix = (id: string, of: string, more: object = {}) => ({
  type: 'indicator',
  spec_version: '2.1',
  id,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  pattern: `[domain-name:value = '${of}']`,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  ...more,
});

describe('changes that meet in one commit, and what is seen of them', () => {
  let hub: Hub;
  let alliance: Alliance;
  let lock: pg.Client;
  const as = (who: Key) => alliance.api(who);
  const post = (who: Key, body: unknown) => as(who)('POST', '/api/v1/indicators', body);
  const patch = (id: string, change: unknown, etag = '*') =>
    as(alliance.keys.a)('PATCH', `/api/v1/indicators/${id}`, change, { 'if-match': etag });

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    lock = new pg.Client(hub.databaseUrl);
    await lock.connect();
  });
  afterAll(async () => {
    await lock.end();
    await hub[Symbol.asyncDispose]();
  });

  /** Holds the log's lock until all requests wait for it, so that they go into the same group commit. */
  async function together(...requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
    await lock.query('begin');
    await lock.query('select 1 from head for update');
    const first = post(alliance.keys.a, { value: value(), tlp: 'green' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const sent = [];
    for (const request of requests) {
      sent.push(request());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await lock.query('commit');
    await first;
    return Promise.all(sent);
  }

  async function at(who: Key, after = 'beginning', at_ = hub): Promise<Follower> {
    const follower = await Follower.open(at_.url, who.text, { after });
    await until('at the head', () => follower.live);
    return follower;
  }

  it('a revocation is not undone by a report of the same value beside it', async () => {
    const [id, of] = [`indicator--${randomUUID()}`, value()];
    await post(alliance.keys.a, { tlp: 'green', items: [stix(id, of)] });
    const revoked = stix(id, of, { modified: '2026-02-01T00:00:00.000Z', revoked: true });
    const { body } = await post(alliance.keys.a, { tlp: 'green', items: [revoked, { value: of, confidence: 90 }] });
    expect(body['counts']).toMatchObject({ updated: 1, created: 1 });
    expect((await as(alliance.keys.a)('GET', `/api/v1/objects/${id}`)).body).toMatchObject({ revoked: true });
  });

  it('a narrowing is not undone by what else happens to the object', async () => {
    const { body } = await post(alliance.keys.a, { value: value(), tlp: 'amber' });
    const [id, etag] = [body['id'] as string, body['etag'] as string];
    using cy = await at(alliance.keys.c, 'now');
    const answers = await together(
      () => patch(id, { audience: 'organisation', description: 'a secret note' }, etag),
      () => as(alliance.keys.a)('POST', `/api/v1/indicators/${id}/revoke`),
      () => as(alliance.keys.b)('POST', `/api/v1/indicators/${id}/sightings`, {}),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 404]);
    await until('the recall', () => cy.entries.some((entry) => entry.object.id === id && entry.op === 'recall'));
    expect(JSON.stringify(cy.entries)).not.toContain('a secret note');
  });

  it('a repeat does not draw back what was widened beside it', async () => {
    const of = value();
    const ask = { value: of, tlp: 'amber', audience: { organisations: ['cert-b'] } };
    const { body } = await post(alliance.keys.a, ask);
    const id = body['id'] as string;
    await together(
      () => patch(id, { audience: 'all' }, body['etag'] as string),
      () => post(alliance.keys.a, { ...ask, confidence: 77 }),
    );
    expect((await as(alliance.keys.c)('GET', `/api/v1/objects/${id}`)).status).toBe(200);
    await as(alliance.keys.a)('POST', `/api/v1/indicators/${id}/revoke`);
    using cy = await at(alliance.keys.c);
    await until('the revoked object', () => cy.held.get(id)?.['revoked'] === true);
  });

  it.each([
    ['memory', {}],
    ['Postgres', { FEED_RING: '16' }],
  ])(
    'who was away while an object moved twice is told that it is gone, from %s',
    async (_, env: Record<string, string>) => {
      const { body } = await post(alliance.keys.a, { value: value(), tlp: 'green' });
      const id = body['id'] as string;
      using bo = await at(alliance.keys.b);
      expect(bo.held.has(id)).toBe(true);
      bo.close();
      await patch(id, { tlp: 'amber', audience: { organisations: ['cert-b'] } });
      await patch(id, { audience: 'organisation' });
      await using other = await hub.another(env);
      using again = await at(alliance.keys.b, bo.cursor, other);
      expect(again.entries.map((entry) => [entry.op, entry.object.id])).toEqual([['recall', id]]);
    },
  );

  it('an Idempotency-Key is good for one address', async () => {
    const made = await Promise.all([value(), value()].map((of) => post(alliance.keys.a, { value: of, tlp: 'green' })));
    const sight = (i: number) =>
      as(alliance.keys.b)(
        'POST',
        `/api/v1/indicators/${String(made[i]?.body['id'])}/sightings`,
        { count: 2 },
        { 'idempotency-key': 'one' },
      );
    expect([(await sight(0)).status, (await sight(1)).body['code']]).toEqual([201, 'idempotency_key_reused']);
  });

  it('a colleague’s key neither learns of nor takes over what is TLP:RED (D08)', async () => {
    const [id, of] = [`indicator--${randomUUID()}`, value()];
    const audience = { people: [alliance.people.bo.id] };
    await alliance.api(alliance.people.ana)('POST', '/api/v1/indicators', {
      tlp: 'red',
      audience,
      items: [stix(id, of)],
    });
    const take = stix(id, of, { modified: '2026-06-01T00:00:00.000Z', description: 'mine now' });
    const { body } = await post(alliance.keys.a, { tlp: 'green', items: [take] });
    expect(body['outcomes']).toEqual([{ index: 0, outcome: 'rejected', code: 'conflict', detail: expect.any(String) }]);
    const audit = await alliance.api(alliance.people.adminA)('GET', '/api/v1/audit?limit=500');
    expect(JSON.stringify(audit.body)).not.toContain(id);
  });

  it('a filtered reader is told of what it holds and no longer matches', async () => {
    using bo = await Follower.open(hub.url, alliance.keys.b.text, { filter: 'tlp:green is:active label:filtered' });
    await until('at the head', () => bo.live);
    const items = [value(), value(), value()].map((of) => ({ value: of, tlp: 'green', labels: ['filtered'] }));
    const { body } = await post(alliance.keys.a, items);
    const [moved = '', revoked = '', kept = ''] = (body['outcomes'] as { id: string }[]).map((outcome) => outcome.id);
    await patch(moved, { tlp: 'amber' });
    await as(alliance.keys.a)('POST', `/api/v1/indicators/${revoked}/revoke`);
    await until('it holds what matches', () => bo.held.size === 1 && bo.entries.length === 5);
    expect([...bo.held.keys()]).toEqual([kept]);
  });

  it('an audience that is not one’s own shows nowhere, and a refused item leaves none', async () => {
    await using other = await hub.another();
    using cy = await Follower.open(other.url, alliance.keys.c.text);
    await until('at the head', () => cy.live);
    const before = cy.batches.length;
    const people = [alliance.people.bo.id, alliance.people.adminB.id];
    await alliance.api(alliance.people.ana)('POST', '/api/v1/indicators', {
      value: value(),
      tlp: 'red',
      audience: { people },
    });
    const { body } = await post(alliance.keys.a, { value: value(), tlp: 'green' });
    await until('what came after', () => cy.held.has(body['id'] as string));
    expect(cy.batches.length).toBe(before + 1);
    const [id, of] = [`indicator--${randomUUID()}`, value()];
    await post(alliance.keys.a, { tlp: 'green', items: [stix(id, of)] });
    const listed = {
      tlp: 'amber',
      audience: { organisations: ['cert-b', 'cert-c'] },
      items: [stix(id, of, { name: 'x' })],
    };
    expect((await post(alliance.keys.a, listed)).body['counts']).toMatchObject({ rejected: 1 });
    const seen = await as(alliance.keys.c)<{ audiences: { position: number }[] }>('GET', '/api/v1/audiences');
    expect(seen.body.audiences.filter((audience) => audience.position === 0)).toEqual([]);
  });

  it('a list of very many members is an audience like any other', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `many-${i}`);
    await lock.query(
      `insert into organisation (id, name, short_name, country, status) select gen_random_uuid(), n, n, 'NOR', 'active' from unnest($1::text[]) n`,
      [names],
    );
    await lock.query('update head set authority = authority + 1');
    const list = { value: value(), tlp: 'amber', audience: { organisations: names } };
    await until('the new members are known', async () => (await post(alliance.keys.a, list)).status === 201);
  });
});
