import { TLP_MARKING } from '../src/kernel/index.js';
import { Control, expectProblem } from './support/control.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, seedAlliance } from './support/people.js';
import { stixIndicator } from './support/stix.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';
const STATEMENT = 'marking-definition--3a1ee8a6-7f4c-4f4e-9d0a-1b6f2f0f2a11';
let number = 0;
const value = () => `n${number++}.versions.example`;

interface Outcome {
  outcome: string;
  id?: string;
  code?: string;
  pointer?: string;
}

/** A whole STIX 2.1 indicator. */
const stix = <T extends object>(more?: T) => stixIndicator(value(), more ?? ({} as T));

describe('hostile versions and properties', () => {
  let hub: Hub;
  let alliance: Alliance;
  let control: Control;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    control = await Control.over(hub, alliance);
  });
  afterAll(async () => {
    await control[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const post = (body: unknown, who: Key = alliance.keys.a): Promise<Answer> => alliance.api(who)('POST', ITEMS, body);
  const read = (id: string, who: Key = alliance.keys.b) => alliance.api(who)('GET', `/api/v1/objects/${id}`);
  const outcomes = ({ body }: Answer) => body['outcomes'] as Outcome[];

  it('G09: properties named like columns of ours are kept as they came, and mean nothing', async () => {
    const own = { org_id: 1, organisation_id: alliance.org['cert-c'], audience: 'all', tlp: 'clear', seq: 1, no: 1 };
    const more = { position: 1, fingerprint: 'x', audience_id: 1, role: 'alliance-admin', effective_tlp: 'clear' };
    const object = stix({ ...own, ...more, object_marking_refs: [TLP_MARKING.amber] });
    const answer = await control.around(() => post({ items: [object], audience: { organisations: ['cert-b'] } }), 1);
    expect(answer.body['counts']).toMatchObject({ created: 1 });
    expect((await read(object.id)).body).toMatchObject({ ...own, ...more });
    expect((await read(object.id, alliance.keys.c)).status).toBe(404);
    const mine = await alliance.api(alliance.keys.b)(
      'GET',
      `/api/v1/search?q=${encodeURIComponent(`id:${object.id} tlp:amber from:cert-a`)}`,
    );
    expect(mine.body['objects']).toHaveLength(1);
  });

  it('G11: the same version again is known, other content under it refused, an older one passed over', async () => {
    const object = stix({ modified: '2026-06-01T00:00:00.000Z' });
    await post(object);
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    await until('the head', () => bo.live);
    const again = await control.around(() => post([object]));
    expect(outcomes(again)).toEqual([expect.objectContaining({ outcome: 'unchanged', id: object.id })]);
    const other = await control.around(() => post([{ ...object, name: 'other' }]));
    expect(outcomes(other)).toEqual([expect.objectContaining({ outcome: 'rejected', code: 'version_conflict' })]);
    const older = await control.around(() =>
      post([{ ...object, modified: '2026-05-01T00:00:00.000Z', name: 'older' }]),
    );
    expect(outcomes(older)).toEqual([expect.objectContaining({ outcome: 'unchanged' })]);
    expect(bo.entries.filter((entry) => entry.object.id === object.id)).toEqual([]);
    expect((await read(object.id)).body).not.toHaveProperty('name');
  });

  it('G12: revoked: true is taken from the originator alone', async () => {
    using cy = await Follower.open(hub.url, alliance.keys.c.text);
    const object = stix();
    await post(object);
    await until('cy has it', () => cy.held.has(object.id));
    const revoked = { ...object, modified: '2026-02-01T00:00:00.000Z', revoked: true };
    const foreign = await control.around(() => post([revoked], alliance.keys.b));
    expect(outcomes(foreign)).toEqual([expect.objectContaining({ outcome: 'rejected', code: 'not_originator' })]);
    expect((await read(object.id)).body['revoked']).not.toBe(true);
    expect(outcomes(await post([revoked]))).toEqual([expect.objectContaining({ outcome: 'updated' })]);
    await until('cy is told', () => cy.entries.some((e) => e.op === 'revoke' && e.object.id === object.id));
  });

  it('D25, C11: a newer version of another’s object is refused, whoever it says made it, and so is a change', async () => {
    const object = stix();
    await post(object);
    const before = await read(object.id);
    const newer = { ...object, modified: '2027-01-01T00:00:00.000Z', name: 'taken over' };
    for (const created_by_ref of [
      undefined,
      `identity--${alliance.org['cert-a']}`,
      `identity--${alliance.org['cert-b']}`,
    ])
      expectProblem(
        await control.around(() => post({ ...newer, created_by_ref }, alliance.keys.b)),
        403,
        'not_originator',
      );
    const analyst = alliance.api(alliance.people.bo);
    expectProblem(
      await control.around(() => analyst('PATCH', `${ITEMS}/${object.id}`, { name: 'mine' }, { 'if-match': '*' })),
      403,
      'not_originator',
    );
    expectProblem(await control.around(() => analyst('POST', `${ITEMS}/${object.id}/revoke`)), 403, 'not_originator');
    const after = await read(object.id);
    expect([after.body, after.headers.get('etag')]).toEqual([before.body, before.headers.get('etag')]);
  });

  it('G23: a statement beside the label is kept and lets nobody in or out', async () => {
    const refs = [STATEMENT, TLP_MARKING.amber];
    const object = stix({ object_marking_refs: refs });
    const answer = await post({ items: [object], audience: { organisations: ['cert-b'] } });
    expect(answer.body['counts']).toMatchObject({ created: 1 });
    expect((await read(object.id)).body['object_marking_refs']).toEqual(expect.arrayContaining(refs));
    expect((await read(object.id, alliance.keys.c)).status).toBe(404);
    const alone = await control.around(() => post([stix({ object_marking_refs: [STATEMENT] })]));
    expect(outcomes(alone)).toEqual([expect.objectContaining({ outcome: 'rejected', code: 'tlp_required' })]);
  });
});
