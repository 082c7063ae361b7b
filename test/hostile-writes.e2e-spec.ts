import { Control, expectProblem } from './support/control.js';
import { Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, type Person, seedAlliance } from './support/people.js';

const ITEMS = '/api/v1/indicators';
let number = 0;
const value = () => `n${number++}.writes.example`;

describe('hostile writes', () => {
  let hub: Hub;
  let other: Hub;
  let alliance: Alliance;
  let control: Control;
  beforeAll(async () => {
    hub = await startHub({ LOG_LEVEL: 'silent' });
    other = await hub.another();
    alliance = await seedAlliance(hub);
    control = await Control.over(hub, alliance);
  });
  afterAll(async () => {
    await control[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const submit = (who: Key | Person, body: unknown, key?: string, at = hub) =>
    alliance.api(who, at)('POST', ITEMS, body, key === undefined ? {} : { 'idempotency-key': key });
  const ids = (answers: Answer[]) => answers.map(({ status, body }) => [status, body['submission'], body['id']]);

  it('F15: the same key and body give the same answer, also at another process and in the same moment', async () => {
    const body = { value: value(), tlp: 'green' };
    const answers = await control.around(async () => {
      const first = await submit(alliance.keys.a, body, 'same');
      const again = await submit(alliance.keys.a, body, 'same', other);
      return [first, again];
    }, 1);
    expect(ids(answers)[1]).toEqual(ids(answers)[0]);
    const twice = { value: value(), tlp: 'green' };
    const race = await control.around(
      () => Promise.all([hub, other, hub, other, hub].map((at) => submit(alliance.keys.a, twice, 'race', at))),
      1,
    );
    expect(new Set(ids(race).map(String)).size).toBe(1);
  });

  it('F15: the same key with another body is refused; it is another’s own; a day later it is new', async () => {
    const body = { value: value(), tlp: 'green' };
    const first = await submit(alliance.keys.a, body, 'used');
    expect(first.status).toBe(201);
    expectProblem(
      await control.around(() => submit(alliance.keys.a, { ...body, confidence: 1 }, 'used')),
      422,
      'idempotency_key_reused',
    );
    expectProblem(await submit(alliance.keys.a, JSON.stringify(body, null, 1), 'used'), 422, 'idempotency_key_reused');
    const independent = [
      await submit(alliance.keys.b, body, 'used'),
      await submit(alliance.people.al, { value: value(), tlp: 'green' }, 'used'),
    ];
    expect(independent.map(({ body: b }) => b['outcome'])).toEqual(['created', 'created']);
    await hub.app.get(Database).writer.query(`update idempotency set at = at - interval '25 hours'`);
    const later = await submit(alliance.keys.a, { value: value(), tlp: 'green' }, 'used');
    expect(later.body['outcome']).toBe('created');
  });

  it.each(['', 'x'.repeat(201)])('F15: a key of %# is no key', async (key) => {
    expectProblem(
      await control.around(() => submit(alliance.keys.a, { value: value(), tlp: 'green' }, key)),
      422,
      'invalid',
    );
  });

  it('F15: a refused item is refused again, not stored by the repeat', async () => {
    const body = { value: '0.0.0.0/0', tlp: 'green' };
    for (let i = 0; i < 2; i += 1)
      expectProblem(await control.around(() => submit(alliance.keys.a, body, 'bad')), 422, 'observable_overbroad');
  });

  it('F17: no change without If-Match, none with a stale one, one of two with the same', async () => {
    const { body } = await submit(alliance.keys.a, { value: value(), tlp: 'green', confidence: 1 });
    const change = (confidence: number, ifMatch?: string, at = hub) =>
      alliance.api(alliance.keys.a, at)(
        'PATCH',
        `${ITEMS}/${String(body['id'])}`,
        { confidence },
        ifMatch === undefined ? {} : { 'if-match': ifMatch },
      );
    const etag = String(body['etag']);
    expectProblem(await control.around(() => change(2)), 428, 'precondition_required');
    for (const stale of ['"00000000000000000000000000000000"', 'W/"x"', '', "' or 1=1"])
      expect([412, 428]).toContain((await change(2, stale)).status);
    const both = await Promise.all([change(3, etag), change(4, etag, other)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expectProblem(
      both.find(({ status }) => status === 412)!,
      412,
      'precondition_failed',
    );
    const now = await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${String(body['id'])}`);
    expect(now.body['confidence']).toBe(both[0]?.status === 200 ? 3 : 4);
    expectProblem(await change(5, etag), 412, 'precondition_failed');
  });

  it('F17: a change that would not be valid changes nothing', async () => {
    const { body } = await submit(alliance.keys.a, {
      value: value(),
      tlp: 'green',
      valid_from: '2026-01-01T00:00:00Z',
    });
    const change = (more: object) =>
      alliance.api(alliance.keys.a)('PATCH', `${ITEMS}/${String(body['id'])}`, more, { 'if-match': '*' });
    expectProblem(await control.around(() => change({ valid_until: '2025-01-01T00:00:00Z' })), 422, 'object_invalid');
    expectProblem(await control.around(() => change({ valid_until: '2025-02-30T00:00:00Z' })), 422, 'invalid_time');
    expectProblem(await control.around(() => change({ pattern: 'x' })), 422, 'unrecognized_keys');
    expectProblem(await control.around(() => change({ created_by_ref: 'x', id: 'y' })), 422, 'unrecognized_keys');
    expectProblem(await control.around(() => change({ tlp: 'red' })), 422, 'red_requires_individuals');
    const now = await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${String(body['id'])}`);
    expect(now.headers.get('etag')).toBe(body['etag']);
  });

  it('F22: one that the database refuses does not take its 199 neighbours with it', async () => {
    const database = hub.app.get(Database).writer;
    await database.query(`alter table object add constraint planted check (text not like '%planted%')`);
    try {
      const names = Array.from({ length: 200 }, (_, i) => (i === 100 ? 'planted' : `good ${i}`));
      const answers = await control.around(
        () => Promise.all(names.map((name) => submit(alliance.keys.a, { value: value(), tlp: 'green', name }))),
        199,
      );
      const refused = answers.filter(({ status }) => status !== 201);
      expect(refused).toHaveLength(1);
      expectProblem(refused[0]!, 409, 'conflict');
      expect(JSON.stringify(refused[0]?.body)).not.toContain('planted');
    } finally {
      await database.query('alter table object drop constraint planted');
    }
  });
});
