import { type Hub, startHub } from './support/hub.js';
import { imported, jobOf } from './support/importing.js';
import { mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';

/** A whole STIX indicator that says it is TLP:AMBER, as lines of JSON. */
const stixLine = (id: string, value: string): string =>
  `${JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    pattern: `[domain-name:value = '${value}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    object_marking_refs: ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'],
  })}\n`;

describe('an import that meets something TLP:RED without saying so', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const narrow = async (id: string) => {
    const relabel = { tlp: 'red', audience: { people: ['ana@cert-a.example'] } };
    const path = `/api/v1/indicators/${id}`;
    expect((await alliance.api(alliance.people.ana)('PATCH', path, relabel, { 'if-match': '*' })).status).toBe(200);
  };
  const colleague = async (id: string) => ({ ...(await jobOf(hub, alliance.people.al, id)) });

  it('is not shown to colleagues when it revokes it', async () => {
    const { ana } = alliance.people;
    const event = (more: object) =>
      JSON.stringify(mispEvent([mispAttribute(11, 'was-amber.example', { ...more })], { uuid: uuid(10) }));
    const before = await imported(hub, ana, event({}));
    expect(await colleague(before.id)).toMatchObject({ id: before.id });
    const [row] = await rowsOf<{ id: string }>(hub, `select id from object where type = 'indicator'`);
    await narrow(row!.id);
    const job = await imported(hub, ana, event({ deleted: true }));
    expect(job.items.updated).toBeGreaterThan(0);
    expect(await colleague(job.id)).toMatchObject({ code: 'not_found' });
  });

  it('is not shown to colleagues when it finds it as it was', async () => {
    const { ana } = alliance.people;
    const id = 'indicator--6f2c1df5-6d51-4cf5-9b1f-0f7f6d1c2a01';
    const line = stixLine(id, 'found.example');
    await imported(hub, ana, line);
    await narrow(id);
    const job = await imported(hub, ana, line);
    expect(job.items).toMatchObject({ unchanged: 1, rejected: 0 });
    expect(await colleague(job.id)).toMatchObject({ code: 'not_found' });
  });

  it('is not shown to colleagues when it is refused for it; and is when its sender does not see it, either', async () => {
    const { ana, bo } = alliance.people;
    const id = 'indicator--6f2c1df5-6d51-4cf5-9b1f-0f7f6d1c2a02';
    const line = stixLine(id, 'of-another.example');
    await imported(hub, bo, line);
    const path = `/api/v1/indicators/${id}`;
    const to = async (...people: string[]) => {
      const relabel = { tlp: 'red', audience: { people } };
      expect((await alliance.api(bo)('PATCH', path, relabel, { 'if-match': '*' })).status).toBe(200);
    };
    await to('bo@cert-b.example', 'ana@cert-a.example');
    const job = await imported(hub, ana, line);
    expect(job.items).toMatchObject({ created: 0 });
    expect(await colleague(job.id)).toMatchObject({ code: 'not_found' });
    await to('bo@cert-b.example');
    const other = await imported(hub, ana, line);
    expect(other.items).toMatchObject({ created: 1 });
    expect(await colleague(other.id)).toMatchObject({ id: other.id });
  });
});
