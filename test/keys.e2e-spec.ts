import type { Scope } from '../src/kernel/index.js';
import { type Hub, startHub } from './support/hub.js';
import { client, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const KEYS = '/api/v1/keys';
const READ = '/api/v1/organisations';
const MINE = { name: 'siem', scopes: ['read'] };

interface Shown {
  id: string;
  key: string;
  ceiling: string;
  scopes: Scope[];
  cidrs: string[];
  expires_at: string | null;
}

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const withKey = (hub: Pick<Hub, 'url'>, text: string) => client(hub.url, { id: '', organisationId: '', text });

describe('API keys', () => {
  it('are taken as Bearer and by HTTP Basic, as password or as user name', async () => {
    await using hub = await startHub();
    const { keys } = await seedAlliance(hub);
    const { id, text } = keys.a;
    const read = async (authorization: string) =>
      (await client(hub.url)('GET', READ, undefined, { authorization })).status;
    for (const good of [
      `Bearer ${text}`,
      `bearer ${text}`,
      basic(`anything:${text}`),
      basic(`${id}:${text}`),
      basic(`:${text}`),
      basic(`${text}:`),
    ]) {
      expect([good, await read(good)]).toEqual([good, 200]);
    }
    for (const bad of [
      `Bearer ${text}x`,
      `Bearer ${text} x`,
      basic(text),
      basic(`u:${text}:x`),
      `Digest ${text}`,
      'Bearer',
      '',
    ]) {
      expect([bad, await read(bad)]).toEqual([bad, 401]);
    }
  });

  it('are shown once, stored as a hash, and listed without their secrets', async () => {
    await using hub = await startHub();
    const { people, api, org } = await seedAlliance(hub);
    const made = await api(people.adminA)<Shown>('POST', KEYS, { ...MINE, cidrs: ['127.0.0.9/8', '2001:DB8::1'] });
    expect(made.status).toBe(201);
    expect(made.body.key).toMatch(new RegExp(`^tocsin_${made.body.id}_[0-9a-f]{64}$`));
    expect(made.body).toMatchObject({
      ceiling: 'amber+strict',
      cidrs: ['127.0.0.0/8', '2001:db8::1/128'],
      expires_at: null,
    });
    const listed = await api(people.adminA)('GET', KEYS);
    expect(JSON.stringify(listed.body)).toContain(made.body.id);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key.slice(-64));
    const rows = await rowsOf(hub, 'select * from api_key where organisation_id = $1', [org['cert-a']]);
    expect(JSON.stringify(rows)).not.toContain(made.body.key.slice(-64));
    const me = await withKey(hub, made.body.key)('GET', '/api/v1/me');
    expect(me.body).toMatchObject({
      credential: 'key',
      organisation: { short_name: 'cert-a' },
      key: { id: made.body.id, name: 'siem' },
      scopes: ['read'],
      ceiling: 'amber+strict',
    });
    expect(me.body['person']).toBeUndefined();
  });

  it('of constituents read up to AMBER and never submit; no key reads RED', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const make = async (body: object) => {
      const answer = await api(people.adminA)<Shown & { code: string; pointer: string }>('POST', KEYS, {
        ...MINE,
        ...body,
      });
      return answer.status === 201 ? answer.body.ceiling : [answer.body.code, answer.body.pointer];
    };
    expect(await make({ kind: 'constituent' })).toBe('amber');
    expect(await make({ kind: 'constituent', ceiling: 'green' })).toBe('green');
    expect(await make({ kind: 'constituent', ceiling: 'amber+strict' })).toEqual(['invalid', '/ceiling']);
    expect(await make({ kind: 'constituent', scopes: ['read', 'submit'] })).toEqual(['invalid', '/scopes']);
    expect(await make({ kind: 'member', ceiling: 'red' })).toEqual(['invalid', '/ceiling']);
    expect(await make({ expires_at: '2020-01-01T00:00:00Z' })).toEqual(['invalid', '/expires_at']);
    expect(await make({ cidrs: ['0x7f.1'] })).toEqual(['invalid', '/cidrs/0']);
    expect(await make({ cidrs: ['10.0.0.0/33'] })).toEqual(['invalid', '/cidrs/0']);
    expect(await make({ scopes: [] })).toEqual(['invalid', '/scopes']);
    expect(await make({ organisation_id: people.bo.organisationId })).toEqual(['unrecognized_keys', '']);
  });

  it('B01: are never taken from the URL', async () => {
    await using hub = await startHub();
    const { keys } = await seedAlliance(hub);
    for (const query of [`apikey=${keys.a.text}`, 'api_key=x', 'token=x', `q=${keys.a.text}`, 'access_token=x']) {
      const bare = await client(hub.url)('GET', `${READ}?${query}`);
      const beside = await withKey(hub, keys.a.text)('GET', `${READ}?${query}`);
      expect([query, bare.status, bare.body['code']]).toEqual([query, 401, 'credentials_in_url']);
      expect([query, beside.status]).toEqual([query, 401]);
      expect(JSON.stringify(bare.body)).not.toContain(keys.a.text);
    }
  });

  it('B02, B08, B11: one answer for an unknown id, a wrong secret, an expired or revoked key, and one from elsewhere', async () => {
    await using hub = await startHub();
    const alliance = await seedAlliance(hub);
    const { keys, key, org, people, api } = alliance;
    const expired = await key(org['cert-a'], { expires: '-1 second' });
    const elsewhere = await key(org['cert-a'], { cidrs: ['198.51.100.0/24'] });
    const revoked = await key(org['cert-a']);
    await api(people.adminA)('DELETE', `${KEYS}/${revoked.id}`);
    const jwt = `${Buffer.from('{"alg":"none","jku":"https://evil.example"}').toString('base64url')}.e30.`;
    const texts = [
      `tocsin_${'0'.repeat(16)}_${'a'.repeat(64)}`,
      `tocsin_${keys.a.id}_${'a'.repeat(64)}`,
      `tocsin_${keys.a.id}_${keys.b.text.slice(-64)}`,
      expired.text,
      elsewhere.text,
      revoked.text,
      jwt,
    ];
    const told = new Set<string>();
    for (const text of texts) {
      const { status, body } = await withKey(hub, text)('GET', READ);
      const { requestId: _, ...problem } = body;
      told.add(JSON.stringify([status, problem]));
    }
    expect([...told]).toHaveLength(1);
    expect([...told][0]).toContain('"unauthorized"');
  });

  it('B08: work from their networks alone, and until they expire, to the second', async () => {
    await using hub = await startHub({ TRUST_PROXY: '127.0.0.1' });
    const { key, org } = await seedAlliance(hub);
    const { text } = await key(org['cert-a'], { cidrs: ['198.51.100.0/24', '2001:db8::/32'], expires: '2 seconds' });
    const from = async (address: string) =>
      (await withKey(hub, text)('GET', READ, undefined, { 'x-forwarded-for': address })).status;
    expect(await from('198.51.100.77')).toBe(200);
    expect(await from('::ffff:198.51.100.77')).toBe(200);
    expect(await from('2001:db8:1::1')).toBe(200);
    expect(await from('198.51.101.1')).toBe(401);
    expect(await from('2001:db9::1')).toBe(401);
    await until('the key to expire', async () => (await from('198.51.100.77')) === 401, 4_000);
  });

  it('B03: do what their scopes say and nothing else, whatever the method override says', async () => {
    await using hub = await startHub();
    const { key, org, people } = await seedAlliance(hub);
    const feed = await key(org['cert-a'], { scopes: ['feed'] });
    const read = await key(org['cert-a'], { scopes: ['read'] });
    const refused = await withKey(hub, feed.text)('GET', READ);
    expect([refused.status, refused.body['code']]).toEqual([403, 'insufficient_scope']);
    expect((await withKey(hub, feed.text)('GET', '/api/v1/me')).body).toMatchObject({ scopes: ['feed'] });
    const override = { 'x-http-method-override': 'PATCH' };
    for (const method of ['POST', 'PATCH']) {
      const path = method === 'POST' ? '/api/v1/groups' : `/api/v1/people/${people.ana.id}`;
      const { status, body } = await withKey(hub, read.text)(method, path, { name: 'x' }, override);
      expect([method, status, body['code']]).toEqual([method, 403, 'forbidden']);
    }
    expect((await withKey(hub, read.text)('GET', `/api/v1/people/${people.ana.id}`, undefined, override)).status).toBe(
      403,
    );
  });

  it('B05: make, change and revoke no keys, and open no sessions', async () => {
    await using hub = await startHub();
    const { keys } = await seedAlliance(hub);
    const a = withKey(hub, keys.a.text);
    for (const [method, path, body] of [
      ['GET', KEYS, undefined],
      ['POST', KEYS, MINE],
      ['POST', `${KEYS}/${keys.a.id}/rotate`, {}],
      ['DELETE', `${KEYS}/${keys.a.id}`, undefined],
    ] as const) {
      const answer = await a(method, path, body);
      expect([method, path, answer.status, answer.body['code']]).toEqual([
        method,
        path,
        403,
        'keys_cannot_manage_keys',
      ]);
    }
    expect((await a('POST', '/api/v1/session/totp', { code: '123456' })).status).toBe(403);
    expect((await a('DELETE', '/api/v1/session')).status).toBe(403);
    expect((await a('POST', '/api/v1/me/password', { current: 'x', password: 'y' })).status).toBe(403);
  });
});
