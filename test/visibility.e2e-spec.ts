import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, type Person, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

describe('what one may not see', () => {
  let hub: Hub;
  let alliance: Alliance;
  let group: string;
  let client: Key;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    const made = await alliance.api(alliance.people.root)('POST', '/api/v1/groups', {
      name: 'exchange',
      members: [alliance.org['cert-a'], alliance.org['cert-b']],
    });
    group = made.body['id'] as string;
    client = await alliance.key(alliance.org['cert-b'], { kind: 'constituent', scopes: ['read', 'feed'] });
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  /** All that a reader can get of an object, path by path: true where it shows. */
  async function paths(who: Key | Person, id: string, value: string): Promise<Record<string, boolean>> {
    const api = alliance.api(who);
    const text = async (path: string) => JSON.stringify((await api('GET', path)).body);
    const lookup = await api<{ results: { known: boolean }[] }>('POST', '/api/v1/lookup', { values: [value] });
    const searches = ['', value, `id:${id}`, `value:${value}`, 'label:secret-label', 'from:cert-a', '"hidden words"'];
    const found = await Promise.all(searches.map((q) => text(`/api/v1/search?limit=500&q=${encodeURIComponent(q)}`)));
    const { body } = await api<{ audiences: { ref: string }[] }>('GET', '/api/v1/audiences');
    const ledgers = await Promise.all(body.audiences.map(({ ref }) => text(`/api/v1/audiences/${ref}/ledger`)));
    return {
      get: (await api('GET', `/api/v1/objects/${id}`)).status === 200,
      versions: (await api('GET', `/api/v1/objects/${id}/versions`)).status === 200,
      search: found.some((page) => page.includes(id)),
      everySearch: found.every((page) => page.includes(id)),
      lookup: lookup.body.results[0]?.known ?? false,
      ledger: ledgers.some((page) => page.includes(id)),
      replay: (await replayed(who, 'socket')).includes(id),
      lines: (await replayed(who, 'lines')).includes(id),
    };
  }

  /** Everything that a subscription from the beginning brings, up to the head. */
  async function replayed(who: Key | Person, door: 'socket' | 'lines'): Promise<string> {
    if (door === 'socket') {
      const credentials = 'cookie' in who ? { cookie: who.cookie, origin: 'http://localhost:0' } : who.text;
      using follower = await Follower.open(hub.url, credentials, { after: 'beginning' });
      await until('the head', () => follower.live);
      return JSON.stringify(follower.batches);
    }
    const abort = new AbortController();
    const authorization: Record<string, string> =
      'cookie' in who
        ? { cookie: who.cookie, 'sec-fetch-site': 'same-origin' }
        : { authorization: `Bearer ${who.text}` };
    const headers = { ...authorization, accept: 'application/x-ndjson' };
    const response = await fetch(`${hub.url}/api/v1/feed?after=beginning`, { headers, signal: abort.signal });
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString();
      if (text.includes('"live":true')) break;
    }
    abort.abort();
    return text;
  }

  const everywhere = {
    get: true,
    versions: true,
    search: true,
    everySearch: true,
    lookup: true,
    ledger: true,
    replay: true,
    lines: true,
  };
  const nowhere = {
    get: false,
    versions: false,
    search: false,
    everySearch: false,
    lookup: false,
    ledger: false,
    replay: false,
    lines: false,
  };

  it('a TLP:AMBER+STRICT item to a sharing group is seen by its members only, on every path', async () => {
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    using cy = await Follower.open(hub.url, alliance.keys.c.text);
    using constituent = await Follower.open(hub.url, client.text);
    const value = 'strict.group.example';
    const { status, body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value,
      tlp: 'amber+strict',
      audience: { group },
      labels: ['secret-label'],
      description: 'hidden words',
    });
    expect(status).toBe(201);
    const id = body['id'] as string;
    await until('bo has it live', () => bo.held.has(id));
    const marker = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value: 'marker.example',
      tlp: 'green',
    });
    await until('the others have what came after', () =>
      [cy, constituent].every((f) => f.held.has(marker.body['id'] as string)),
    );
    expect([cy.held.has(id), constituent.held.has(id)]).toEqual([false, false]);
    expect(await paths(alliance.keys.b, id, value)).toEqual(everywhere);
    expect(await paths(alliance.people.bo, id, value)).toEqual(everywhere);
    expect(await paths(alliance.keys.a, id, value)).toEqual(everywhere);
    expect(await paths(alliance.keys.c, id, value)).toEqual(nowhere);
    expect(await paths(client, id, value)).toEqual(nowhere);
    expect(await paths(alliance.people.root, id, value)).toEqual(nowhere);
  });

  it('TLP:RED reaches the people it names on their own sessions, and no key (D08)', async () => {
    const red = await alliance.api(alliance.people.ana)('POST', '/api/v1/indicators', {
      value: 'red.example',
      tlp: 'red',
      audience: { people: [alliance.people.bo.id] },
      labels: ['secret-label'],
      description: 'hidden words',
    });
    expect(red.status).toBe(201);
    const id = red.body['id'] as string;
    for (const named of [alliance.people.ana, alliance.people.bo])
      expect(await paths(named, id, 'red.example')).toEqual(everywhere);
    for (const other of [
      alliance.keys.a,
      alliance.keys.b,
      alliance.people.al,
      alliance.people.adminA,
      alliance.people.root,
      alliance.people.cy,
    ]) {
      expect(await paths(other, id, 'red.example')).toEqual(nowhere);
    }
  });

  it('reads, byte for byte, like what does not exist: also for changes, sightings and groups (C07, C12)', async () => {
    const made = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value: 'own.example',
      tlp: 'amber',
      audience: 'organisation',
    });
    const hidden = made.body['id'] as string;
    const random = 'indicator--0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
    const cy = alliance.api(alliance.keys.c);
    const alike = async (request: (id: string) => Promise<Answer>) => {
      const [one, two] = [await request(hidden), await request(random)];
      const bare = ({ status, body, headers }: Answer) => ({
        status,
        body: { ...body, requestId: '' },
        headers: [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date'),
      });
      expect(bare(one)).toEqual(bare(two));
      return one.status;
    };
    expect(await alike((id) => cy('GET', `/api/v1/objects/${id}`))).toBe(404);
    expect(await alike((id) => cy('GET', `/api/v1/objects/${id}/versions`))).toBe(404);
    expect(await alike((id) => cy('PATCH', `/api/v1/indicators/${id}`, { confidence: 1 }, { 'if-match': '*' }))).toBe(
      404,
    );
    expect(await alike((id) => cy('POST', `/api/v1/indicators/${id}/revoke`))).toBe(404);
    expect(await alike((id) => cy('POST', `/api/v1/indicators/${id}/sightings`, {}))).toBe(404);
    expect(await alike((id) => cy('POST', `/api/v1/indicators/${id}/opinions`, { opinion: 'disagree' }))).toBe(404);
    const toGroup = (id: string) =>
      cy('POST', '/api/v1/indicators', { value: 'g.example', tlp: 'amber', audience: { group: id } });
    const [foreign, none] = [await toGroup(group), await toGroup('0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11')];
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...none.body, requestId: '' });
    expect(foreign.status).toBe(422);
  });

  it('a member who reports what another holds in secret gets the same answer as one who is first (D23)', async () => {
    const report = (who: 'a' | 'c', value: string, tlp: string) =>
      alliance.api(alliance.keys[who])('POST', '/api/v1/indicators', {
        value,
        tlp,
        ...(tlp === 'amber' && { audience: 'organisation' }),
      });
    await report('a', 'held.example', 'amber');
    const [held, fresh] = [await report('c', 'held.example', 'green'), await report('c', 'fresh.example', 'green')];
    const shape = ({ status, body }: Answer) => [status, Object.keys(body), body['outcome']];
    expect(shape(held)).toEqual(shape(fresh));
    expect(held.body['outcome']).toBe('created');
  });

  it('nobody changes another’s object, nor takes its id (D25, P13)', async () => {
    const made = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value: 'victim.example',
      tlp: 'green',
    });
    const id = made.body['id'] as string;
    const bo = alliance.api(alliance.keys.b);
    const before = (await bo('GET', `/api/v1/objects/${id}`)).body;
    expect((await bo('PATCH', `/api/v1/indicators/${id}`, { confidence: 1 }, { 'if-match': '*' })).body).toMatchObject({
      status: 403,
      code: 'not_originator',
    });
    const later = { ...before, modified: '2099-01-01T00:00:00.000Z' };
    expect((await bo('POST', '/api/v1/indicators', later)).body).toMatchObject({ code: 'not_originator' });
    expect(
      (await bo('POST', '/api/v1/indicators', { ...later, created_by_ref: `identity--${alliance.org['cert-b']}` }))
        .body,
    ).toMatchObject({ code: 'not_originator' });
    expect((await bo('GET', `/api/v1/objects/${id}`)).body).toEqual(before);
  });

  it('reading AMBER+STRICT and RED is on record before it is answered', async () => {
    const { body } = await alliance.api(alliance.people.adminA)<{ items: { action: string }[] }>(
      'GET',
      '/api/v1/audit?limit=500',
    );
    const actions = new Set(body.items.map((record) => record.action));
    expect([...actions]).toEqual(expect.arrayContaining(['submission', 'object.read', 'feed.read']));
  });
});
