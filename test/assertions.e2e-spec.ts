import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Key, seedAlliance } from './support/people.js';

describe('what members say of values', () => {
  let hub: Hub;
  let alliance: Alliance;
  let group: string;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    const members = [alliance.org['cert-a'], alliance.org['cert-b']];
    const made = await alliance.api(alliance.people.root)('POST', '/api/v1/groups', { name: 'exchange', members });
    group = made.body['id'] as string;
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('a sighting goes no further than the indicator it speaks of', async () => {
    const made = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value: 'seen.example',
      tlp: 'amber',
      audience: { group },
    });
    const id = made.body['id'] as string;
    const bo = alliance.api(alliance.keys.b);
    const wider = await bo('POST', `/api/v1/indicators/${id}/sightings`, { tlp: 'green', audience: 'all' });
    expect(wider.body).toMatchObject({ status: 422, code: 'derivation_exceeds_source' });
    const same = await bo('POST', `/api/v1/indicators/${id}/sightings`, {
      count: 3,
      last_seen: '2026-11-20T10:00:00Z',
    });
    expect(same.status).toBe(201);
    const sighting = same.body['id'] as string;
    expect((await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${sighting}`)).body).toMatchObject({
      type: 'sighting',
      count: 3,
      sighting_of_ref: id,
    });
    expect((await alliance.api(alliance.keys.c)('GET', `/api/v1/objects/${sighting}`)).status).toBe(404);
    const related = async (who: Key) =>
      (await alliance.api(who)<{ objects?: { id: string }[] }>('GET', `/api/v1/objects/${id}/related`)).body;
    expect((await related(alliance.keys.a)).objects?.map((o) => o.id)).toEqual([sighting]);
    expect(await related(alliance.keys.c)).toMatchObject({ code: 'not_found' });
    const opinion = await bo('POST', `/api/v1/indicators/${id}/opinions`, {
      opinion: 'strongly-disagree',
      explanation: 'ours',
    });
    const again = await bo('POST', `/api/v1/indicators/${id}/opinions`, { opinion: 'agree' });
    expect([opinion.body['outcome'], again.body['outcome'], again.body['id'] === opinion.body['id']]).toEqual([
      'created',
      'updated',
      true,
    ]);
  });

  it('a sighting is of what STIX has sightings of, and ends after it began', async () => {
    const bo = alliance.api(alliance.keys.b);
    const { body } = await bo('POST', '/api/v1/indicators', { value: 'sighted.example', tlp: 'green' });
    const seen = (id: unknown, report: object = {}) => bo('POST', `/api/v1/indicators/${String(id)}/sightings`, report);
    const first = await seen(body['id'], { first_seen: '2026-01-02T00:00:00.123456789Z' });
    expect(first.status).toBe(201);
    const stored = await bo('GET', `/api/v1/objects/${String(first.body['id'])}`);
    expect(stored.body['first_seen']).toBe('2026-01-02T00:00:00.123456Z');
    const refused = (pointer: string, code = 'object_invalid') => ({ status: 422, code, pointer });
    expect((await seen(first.body['id'])).body).toMatchObject(refused('/sighting_of_ref'));
    const backwards = { first_seen: '2026-01-03T00:00:00Z', last_seen: '2026-01-02T00:00:00Z' };
    expect((await seen(body['id'], backwards)).body).toMatchObject(refused('/last_seen'));
    expect((await seen(body['id'], { last_seen: '2026-02-30T00:00:00Z' })).body).toMatchObject(
      refused('/last_seen', 'invalid_time'),
    );
  });

  it('a comment goes no further than what it is on, or to fewer, each counts, and its author takes it back', async () => {
    const bo = alliance.api(alliance.keys.b);
    const report = { value: 'talked-of.example', tlp: 'amber', audience: { group } };
    const made = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', report);
    const notes = `/api/v1/indicators/${String(made.body['id'])}/notes`;
    const wider = await bo('POST', notes, { content: 'look', tlp: 'green', audience: 'all' });
    expect(wider.body).toMatchObject({ status: 422, code: 'derivation_exceeds_source' });
    const cy = alliance.api(alliance.keys.c);
    expect((await cy('POST', notes, { content: 'look' })).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await bo('POST', notes, { content: '' })).body).toMatchObject({ status: 422, code: 'invalid' });
    const said = [
      await bo('POST', notes, { content: 'Ours had it as well.' }),
      await bo('POST', notes, { content: 'Ours had it as well.' }),
      await bo('POST', notes, { content: 'Ask the night shift.', tlp: 'amber', audience: 'organisation' }),
    ].map(({ body }) => body['id'] as string);
    expect(new Set(said).size).toBe(3);
    const related = async (who: Key) => {
      const { body } = await alliance.api(who)<{ objects?: { id: string }[] }>(
        'GET',
        notes.replace(/indicators(.*)notes/, 'objects$1related'),
      );
      return (body.objects ?? []).map(({ id }) => id).toSorted();
    };
    expect(await related(alliance.keys.b)).toEqual(said.toSorted());
    expect(await related(alliance.keys.a)).toEqual(said.slice(0, 2).toSorted());
    expect((await bo('POST', `/api/v1/indicators/${said[0]}/revoke`)).status).toBe(200);
    const { body } = await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${said[0]}`);
    expect(body).toMatchObject({ type: 'note', content: 'Ours had it as well.', revoked: true });
  });

  it('answers a 10,000-value look-up, defanged or not, with only what the asker may see', async () => {
    const hidden = { value: 'strict.organisation.example', tlp: 'amber+strict', audience: 'organisation' };
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', hidden);
    const mine = Array.from({ length: 500 }, (_, i) => ({
      value: `198.18.${i >> 8}.${i & 255}`.replace('198.18', '45.77'),
      tlp: 'green',
    }));
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', mine);
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', { value: '45.78.0.0/16', tlp: 'green' });
    const values = [
      ...mine.map(({ value }) => value.replaceAll('.', '[.]')),
      '45.78.9.9',
      'hxxps://nothing[.]example/x',
      'strict.organisation.example',
      ...Array.from({ length: 9_497 }, (_, i) => `unknown-${i}.example`),
    ];
    const { status, body } = await alliance.api(alliance.keys.c)<{
      results: { value: string; known: boolean; members: number }[];
    }>('POST', '/api/v1/lookup', { values });
    expect([status, body.results.length]).toEqual([200, 10_000]);
    expect(body.results.map((r) => r.value)).toEqual(values);
    expect(body.results.filter((r) => r.known)).toHaveLength(501);
    expect(body.results[500]).toMatchObject({ known: true, members: 1 });
    expect(body.results[502]).toMatchObject({ known: false, members: 0 });
    const tooMany = await alliance.api(alliance.keys.c)('POST', '/api/v1/lookup', { values: [...values, 'one.more'] });
    expect(tooMany.status).toBe(422);
  });
});
