import { auditWhole } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, seedAlliance, told } from './support/people.js';
import { everythingRead } from './support/reading.js';
import { stixIndicator } from './support/stix.js';

const ITEMS = '/api/v1/indicators';
let number = 0;
const value = () => `n${number++}.shadows.example`;
const stix = (id: string, more: object = {}) => stixIndicator(value(), { id, ...more });
const newId = () => `indicator--${crypto.randomUUID()}`;

/** What an answer says, with ids and versions that differ by nature taken out, and its size. */
function shape({ status, body, headers }: Answer): unknown {
  const same = (text: string) =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'uuid')
      .replaceAll(/\\"[\w-]{10,}\\"/g, 'etag');
  return [status, same(JSON.stringify(told({ status, body, headers }))), headers.get('content-length')];
}

describe('what is hidden casts no shadow', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(async () => {
    await auditWhole(alliance);
    await hub[Symbol.asyncDispose]();
  });

  const post = (who: Key, body: unknown) => alliance.api(who)('POST', ITEMS, body);
  const hide = async (items: unknown[]) => {
    const { body } = await post(alliance.keys.a, { tlp: 'amber', audience: 'organisation', items });
    expect(body['counts']).toMatchObject({ rejected: 0 }); // else nothing would be hidden
  };

  it('C12: of 100 ids in one submission the hidden one is answered like one that is free', async () => {
    const hidden = newId();
    await hide([stix(hidden, { object_marking_refs: undefined })]);
    const own = Array.from({ length: 99 }, newId);
    await post(
      alliance.keys.c,
      own.map((id) => stix(id)),
    );
    const newer = (id: string) => stix(id, { modified: '2026-02-01T00:00:00.000Z' });
    const free = newId();
    const [one, other] = [
      await post(alliance.keys.c, [...own.map(newer), newer(hidden)]),
      await post(
        alliance.keys.c,
        [...own, free].map((id) => stix(id, { modified: '2026-03-01T00:00:00.000Z' })),
      ),
    ];
    expect(shape(one)).toEqual(shape(other));
    expect(one.body['counts']).toEqual({ created: 1, updated: 99, unchanged: 0, rejected: 0 });
    // and the hidden one is what it was, for whom it was
    const mine = await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${hidden}`);
    expect(mine.body['modified']).toBe('2026-01-01T00:00:00.000Z');
  });

  it('C12: a change, a revocation and a sighting of a hidden id read like those of a free one', async () => {
    const hidden = newId();
    await hide([stix(hidden, { object_marking_refs: undefined })]);
    const asks: ((id: string) => [method: string, path: string, body: unknown])[] = [
      (id: string) => ['PATCH', `${ITEMS}/${id}`, { confidence: 1 }],
      (id: string) => ['POST', `${ITEMS}/${id}/revoke`, undefined],
      (id: string) => ['POST', `${ITEMS}/${id}/sightings`, {}],
      (id: string) => ['POST', `${ITEMS}/${id}/opinions`, { opinion: 'agree' }],
    ];
    for (const who of [alliance.keys.c, alliance.people.bo, alliance.people.root])
      for (const ask of asks) {
        const answer = (id: string) => alliance.api(who)(...ask(id), { 'if-match': '*' });
        expect(shape(await answer(hidden))).toEqual(shape(await answer(newId())));
      }
  });

  it('D23: what another holds in secret is reported like what nobody holds, 100 times over', async () => {
    const held = Array.from({ length: 100 }, value);
    await hide(held.map((of) => ({ value: of })));
    const shapes = new Set<string>();
    for (const of of held) {
      shapes.add(JSON.stringify(shape(await post(alliance.keys.c, { value: of, tlp: 'green' }))));
      shapes.add(JSON.stringify(shape(await post(alliance.keys.c, { value: value(), tlp: 'green' }))));
    }
    expect([...shapes]).toHaveLength(1);
    expect([...shapes][0]).toContain('created');
    const { body } = await alliance.api(alliance.keys.c)<{ results: { members: number; indicators: unknown[] }[] }>(
      'POST',
      '/api/v1/lookup',
      { values: held },
    );
    expect(new Set(body.results.map(({ members, indicators }) => `${members} ${indicators.length}`))).toEqual(
      new Set(['1 1']),
    );
  });

  it('D26: totals, pages, ledgers, look-ups and the feed are to the byte what they were before hidden things came', async () => {
    const shown = value();
    const made = await post(alliance.keys.b, { value: shown, tlp: 'green', description: 'in plain sight' });
    const sought = { id: String(made.body['id']), value: shown, words: 'in plain sight' };
    const readers = [alliance.keys.c, alliance.people.cy];
    const all = () => Promise.all(readers.map((who) => everythingRead(hub, alliance, who, sought)));
    const before = await all();
    for (const audience of ['organisation', { organisations: ['cert-b'] }])
      await post(alliance.keys.a, {
        tlp: 'amber',
        audience,
        items: Array.from({ length: 300 }, (_, i) => ({
          value: i % 3 ? value() : shown,
          labels: [`l${i}`],
          description: 'in plain sight',
        })),
      });
    await alliance.api(alliance.keys.a)('POST', `${ITEMS}/${sought.id}/sightings`, {
      tlp: 'amber',
      audience: { organisations: ['cert-b'] },
    });
    expect(await all()).toEqual(before);
  });
});
