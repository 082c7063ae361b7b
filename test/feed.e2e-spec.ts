import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

let number = 0;
/** A value that no other test uses. */
const address = () => `198.51.${100 + (number >> 8)}.${number++ & 255}`;

describe('the live feed', () => {
  let hub: Hub;
  let alliance: Alliance;
  const open: Follower[] = [];
  const follow = async (who: 'a' | 'b' | 'c', wish: { after?: string; filter?: string } = {}, at = hub) => {
    const follower = await Follower.open(at.url, alliance.keys[who].text, wish);
    open.push(follower);
    return follower;
  };
  const submit = async (who: 'a' | 'b' | 'c', body: unknown, at = hub) => {
    const answer = await alliance.api(alliance.keys[who], at)('POST', '/api/v1/indicators', body);
    expect([answer.status, answer.body]).toEqual([
      expect.any(Number),
      expect.not.objectContaining({ code: expect.anything() }),
    ]);
    return answer.body as { id: string; outcome: string; etag: string };
  };

  beforeAll(async () => {
    hub = await startHub({ FEED_HEARTBEAT_MS: '200' });
    alliance = await seedAlliance(hub);
  });
  afterEach(() => {
    for (const follower of open.splice(0)) follower.close();
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('submit → live on another member’s socket in the same second', async () => {
    const bo = await follow('b');
    await until('bo is at the head', () => bo.live);
    const value = address();
    const { id } = await submit('a', {
      type: 'ipv4-addr',
      value: value.replaceAll('.', '[.]'),
      tlp: 'green',
      confidence: 80,
      labels: ['hafnium'],
    });
    const entry = await until('the entry, by the live feed and not by a poll', () => bo.entries[0]);
    expect(entry).toMatchObject({
      op: 'create',
      position: expect.any(Number),
      object: {
        type: 'indicator',
        id,
        spec_version: '2.1',
        created_by_ref: `identity--${alliance.org['cert-a']}`,
        pattern: `[ipv4-addr:value = '${value}']`,
        confidence: 80,
        object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
      },
    });
    expect(entry.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('goes on where the reader stopped, giving each object once in its latest state', async () => {
    const bo = await follow('b');
    await until('bo is at the head', () => bo.live);
    const first = await submit('a', { value: address(), tlp: 'green', confidence: 10 });
    await until('the first', () => bo.entries.length === 1);
    const { cursor } = bo;
    bo.close();
    const missed = await submit('a', { value: address(), tlp: 'green', confidence: 10 });
    for (const confidence of [20, 30, 40]) {
      const { headers } = await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${missed.id}`);
      await alliance.api(alliance.keys.a)(
        'PATCH',
        `/api/v1/indicators/${missed.id}`,
        { confidence },
        { 'if-match': headers.get('etag') ?? '' },
      );
    }
    const cy = await follow('c', { after: 'beginning' });
    await until('the last change has reached the process', () => cy.held.get(missed.id)?.['confidence'] === 40);
    const again = await follow('b', { after: cursor });
    await until('at the head again', () => again.live);
    expect(again.entries.map((e) => [e.op, e.object.id, e.object['confidence']])).toEqual([['update', missed.id, 40]]);
    expect(again.held.has(first.id)).toBe(false);
  });

  it('replays everything visible from the beginning to a new subscriber', async () => {
    const mine = await submit('a', { value: address(), tlp: 'amber', audience: { organisations: ['cert-b'] } });
    const bo = await follow('b', { after: 'beginning' });
    const cy = await follow('c', { after: 'beginning' });
    await until('both at the head', () => bo.live && cy.live);
    expect(bo.held.has(mine.id)).toBe(true);
    expect(cy.held.has(mine.id)).toBe(false);
    expect(new Set(bo.entries.map((e) => e.object.id)).size).toBe(bo.entries.length);
  });

  it('two hub processes: publisher on one, subscriber on the other', async () => {
    await using other = await hub.another();
    const bo = await follow('b', {}, other);
    await until('at the head', () => bo.live);
    const value = address();
    await submit('a', { value, tlp: 'green' });
    await until('the entry, at the other process', () => bo.values.includes(value));
    const here = await follow('b', { after: bo.cursor });
    await until('a cursor of one process is good at the other', () => here.live);
    expect(here.entries).toEqual([]);
  });

  it('tightening sends a content-free recall to those who lose the object, and an update to those who keep it', async () => {
    const [bo, cy] = [await follow('b'), await follow('c')];
    await until('both at the head', () => bo.live && cy.live);
    const { id, etag } = await submit('a', { value: address(), tlp: 'green', description: 'kept among two' });
    await until('both have it', () => bo.held.has(id) && cy.held.has(id));
    const change = { tlp: 'amber', audience: { organisations: ['cert-b'] } };
    const changed = await alliance.api(alliance.keys.a)('PATCH', `/api/v1/indicators/${id}`, change, {
      'if-match': etag,
    });
    expect(changed.status).toBe(200);
    await until('cy has lost it', () => cy.entries.length === 2);
    await until('bo has the new version', () => bo.entries.length === 2);
    expect(cy.entries[1]).toMatchObject({
      op: 'recall',
      audience: cy.entries[0]?.audience,
      position: (cy.entries[0]?.position ?? 0) + 1,
    });
    expect(Object.keys(cy.entries[1]?.object ?? {})).toEqual(['id', 'type']);
    expect(bo.entries[1]).toMatchObject({
      op: 'update',
      position: expect.any(Number),
      from: { audience: cy.entries[0]?.audience, position: cy.entries[1]?.position },
    });
    expect(bo.entries[1]?.audience).not.toBe(bo.entries[0]?.audience);
    const [seenByBo, seenByCy] = await Promise.all(
      ['b', 'c'].map((who) => alliance.api(alliance.keys[who as 'b'])('GET', `/api/v1/objects/${id}`)),
    );
    expect([seenByBo?.status, seenByCy?.status]).toEqual([200, 404]);
  });

  it('recalls what was missed while away, and nothing to one who never had it', async () => {
    const cy = await follow('c');
    await until('at the head', () => cy.live);
    const known = await submit('a', { value: address(), tlp: 'green' });
    await until('cy has it', () => cy.held.has(known.id));
    const { cursor } = cy;
    cy.close();
    const unknown = await submit('a', { value: address(), tlp: 'green' });
    for (const { id, etag } of [known, unknown]) {
      await alliance.api(alliance.keys.a)(
        'PATCH',
        `/api/v1/indicators/${id}`,
        { tlp: 'amber', audience: 'organisation' },
        { 'if-match': etag },
      );
    }
    const again = await follow('c', { after: cursor });
    await until('at the head', () => again.live);
    expect(again.entries.map((e) => [e.op, e.object.id])).toEqual([['recall', known.id]]);
  });

  it('live positions are consecutive in each audience, from where the heads said', async () => {
    const bo = await follow('b');
    await until('at the head', () => bo.live);
    const heads = new Map(bo.batches.find((b) => b.heads)?.heads?.map((h) => [h.audience, h.position]));
    const items = Array.from({ length: 700 }, () => ({ value: address(), tlp: 'green' }));
    await submit('a', items);
    await until('all of them', () => bo.entries.length === 700);
    for (const { audience, position } of bo.entries) {
      expect(position).toBe((heads.get(audience) ?? 0) + 1);
      heads.set(audience, position);
    }
  });

  it('a filter chooses among what is visible', async () => {
    const bo = await follow('b', { filter: 'label:hafnium confidence>=70' });
    await until('at the head', () => bo.live);
    const value = address();
    await submit('a', [
      { value: address(), tlp: 'green', labels: ['hafnium'], confidence: 20 },
      { value, tlp: 'green', labels: ['Hafnium'], confidence: 90 },
      { value: address(), tlp: 'green', confidence: 90 },
    ]);
    await until('a heartbeat behind it', () => bo.values.length > 0);
    await submit('a', { value: address(), tlp: 'green' });
    expect(bo.values).toEqual([value]);
  });

  it('a slow reader is bounded and loses nothing, and does not hold up others', async () => {
    const [slow, quick] = [await follow('b'), await follow('c')];
    await until('both at the head', () => slow.live && quick.live);
    slow.acknowledging = false;
    const items = Array.from({ length: 6_000 }, () => ({ value: `n${number++}.slow.example`, tlp: 'green' }));
    for (let i = 0; i < items.length; i += 1_000) await submit('a', items.slice(i, i + 1_000));
    await until('the quick one has all', () => quick.entries.length === 6_000);
    expect(slow.entries).toEqual([]);
    slow.resume();
    await until('the slow one has all', () => slow.entries.length === 6_000);
    expect(new Set(slow.entries.map((e) => e.object.id)).size).toBe(6_000);
  });
});
