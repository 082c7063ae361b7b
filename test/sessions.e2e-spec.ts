import { startHub } from './support/hub.js';
import { browser, client, cookieOf, PASSWORD, rowsOf, seedAlliance, signIn } from './support/people.js';
import { until } from './support/until.js';

const SESSION = '/api/v1/session';
const ME = '/api/v1/me';

describe('signing in', () => {
  it('gives a __Host- cookie that is a session, and takes it back', async () => {
    await using hub = await startHub();
    const { people } = await seedAlliance(hub);
    const opened = await signIn(hub, ` ANA@cert-a.example `);
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({ mfa_required: false, id: expect.any(String), expires_at: expect.any(String) });
    expect(opened.headers.get('set-cookie')).toMatch(
      /^__Host-tocsin=[\w.-]{80}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
    const ana = browser(hub, cookieOf(opened));
    const me = await ana('GET', ME);
    expect(me.body).toMatchObject({
      credential: 'session',
      person: { id: people.ana.id, role: 'analyst' },
      ceiling: 'red',
    });
    expect((await ana('DELETE', SESSION)).headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('A04: names one account by every form of its address, and refuses what is none', async () => {
    await using hub = await startHub();
    await seedAlliance(hub);
    for (const email of ['ANA@CERT-A.EXAMPLE', 'ana@cert-a.example ', 'ａｎａ@cert-a.example']) {
      expect([email, (await signIn(hub, email)).status]).toEqual([email, 201]);
    }
    for (const email of [
      'ana@cert-a.example\u0000',
      'аna@cert-a.example',
      `${'a'.repeat(10_000)}@cert-a.example`,
      '',
    ]) {
      expect((await signIn(hub, email)).status).toBe(422);
    }
  });

  it('A06, A19: answers the same for nobody, a wrong password, a suspended person and guesses at defaults', async () => {
    await using hub = await startHub();
    const { people } = await seedAlliance(hub);
    await rowsOf(hub, `update person set status = 'suspended' where id = $1`, [people.al.id]);
    const answers = await Promise.all([
      signIn(hub, 'nobody@cert-a.example'),
      signIn(hub, people.ana.email, 'not the right words'),
      signIn(hub, people.al.email),
      signIn(hub, 'admin@tocsin.invalid', 'admin'),
      signIn(hub, people.root.email, ''),
    ]);
    const told = answers.map(({ status, body, headers }) => {
      const { requestId: _, ...problem } = body;
      return { status, problem, cookie: headers.get('set-cookie') };
    });
    expect(told[0]).toMatchObject({ status: 401, problem: { code: 'unauthorized' }, cookie: null });
    for (const other of told) expect(other).toEqual(told[0]);
    const bearer = await client(hub.url)('GET', ME, undefined, { authorization: `Bearer ${people.root.id}` });
    expect([bearer.status, bearer.body['code']]).toEqual([401, 'unauthorized']);
  });

  it('A07, A08: refuses passwords beyond 1,024 bytes before hashing, and takes each byte of shorter ones', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const long = await signIn(hub, people.ana.email, 'x'.repeat(1_000_000));
    expect([long.status, long.body['code']]).toEqual([422, 'password_too_long']);
    const begin = 'ß 😀 ';
    const spoken = begin + 'bitterns & herons '.repeat(4).slice(0, 72 - Buffer.byteLength(begin));
    const changed = await api(people.ana)('POST', `${ME}/password`, { current: PASSWORD, password: `${spoken}ab ` });
    expect(changed.status).toBe(204);
    expect((await signIn(hub, people.ana.email, `${spoken}ab `)).status).toBe(201);
    expect((await signIn(hub, people.ana.email, `${spoken}aX `)).status).toBe(401);
    expect((await signIn(hub, people.ana.email, `${spoken}ab`)).status).toBe(401);
  });

  it('refuses new passwords that are short, common or made of the person’s own names', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const change = async (password: string) => {
      const { status, body } = await api(people.ana)('POST', `${ME}/password`, { current: PASSWORD, password });
      return [status, body['code']];
    };
    expect(await change('short')).toEqual([422, 'password_too_short']);
    expect(await change('Password123456!')).toEqual([422, 'password_common']);
    expect(await change('ana-cert-a-2026-ana')).toEqual([422, 'password_common']);
  });
});

describe('sessions', () => {
  it('A10: opens a new session whatever cookie the browser came with, and ends that one', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people } = await seedAlliance(hub);
    expect((await browser(second, people.ana.cookie)('GET', ME)).status).toBe(200);
    const opened = await signIn(hub, people.ana.email, PASSWORD, { cookie: people.ana.cookie });
    expect([opened.status, cookieOf(opened) === people.ana.cookie]).toEqual([201, false]);
    expect((await browser(hub, people.ana.cookie)('GET', ME)).status).toBe(401);
    await until(
      'the old session to end',
      async () => (await browser(second, people.ana.cookie)('GET', ME)).status === 401,
      1_000,
    );
    const planted = `__Host-tocsin=${people.ana.sessionId}.${'A'.repeat(43)}`;
    expect(cookieOf(await signIn(hub, people.al.email, PASSWORD, { cookie: planted }))).not.toBe(planted);
  });

  it('A11: a cookie is worth nothing after signing out, on every process within a second', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people, api } = await seedAlliance(hub);
    expect((await api(people.ana, second)('GET', ME)).status).toBe(200);
    expect((await api(people.ana)('DELETE', SESSION)).status).toBe(204);
    expect((await api(people.ana)('GET', ME)).status).toBe(401);
    await until('the session to end', async () => (await api(people.ana, second)('GET', ME)).status === 401, 1_000);
  });

  it('A12: changing the password ends all other sessions, and no other', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people, api } = await seedAlliance(hub);
    const other = browser(second, cookieOf(await signIn(second, people.ana.email)));
    expect((await other('GET', ME)).status).toBe(200);
    const wrong = await api(people.ana)('POST', `${ME}/password`, {
      current: 'x',
      password: 'seven curlews call at noon',
    });
    expect([wrong.status, wrong.body['pointer']]).toEqual([422, '/current']);
    const body = { current: PASSWORD, password: 'seven curlews call at noon' };
    expect((await api(people.ana)('POST', `${ME}/password`, body)).status).toBe(204);
    await until('the other session to end', async () => (await other('GET', ME)).status === 401, 1_000);
    expect((await api(people.ana)('GET', ME)).status).toBe(200);
    expect((await api(people.al)('GET', ME)).status).toBe(200);
    expect((await signIn(hub, people.ana.email)).status).toBe(401);
    expect((await signIn(hub, people.ana.email, body.password)).status).toBe(201);
  });

  it('A23: end after 30 idle minutes or 12 hours, by the database’s clock', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const fault = async (who: keyof typeof people) => (await api(people[who])('GET', ME)).body['code'];
    await rowsOf(hub, `update session set seen_at = now() - interval '29 minutes' where id = $1`, [
      people.ana.sessionId,
    ]);
    expect(await fault('ana')).toBeUndefined();
    expect(
      await rowsOf(hub, `select 1 from session where id = $1 and seen_at > now() - interval '1 minute'`, [
        people.ana.sessionId,
      ]),
    ).toHaveLength(1);
    await rowsOf(hub, `update session set seen_at = now() - interval '31 minutes' where id = $1`, [
      people.al.sessionId,
    ]);
    expect(await fault('al')).toBe('session_expired');
    await rowsOf(hub, `update session set expires_at = now() - interval '1 second' where id = $1`, [
      people.bo.sessionId,
    ]);
    expect(await fault('bo')).toBe('session_expired');
  });

  it('A26: the sixth ends the oldest', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    for (let i = 0; i < 4; i += 1) expect((await signIn(hub, people.ana.email)).status).toBe(201);
    expect((await api(people.ana)('GET', ME)).status).toBe(200);
    const sixth = await signIn(hub, people.ana.email);
    expect((await api(people.ana)('GET', ME)).status).toBe(401);
    const listed = await browser(hub, cookieOf(sixth))<{ items: { id: string; current: boolean }[] }>(
      'GET',
      `${ME}/sessions`,
    );
    expect(listed.body.items).toHaveLength(5);
    expect(listed.body.items.filter((session) => session.current).map(({ id }) => id)).toEqual([sixth.body['id']]);
    const [, other] = listed.body.items;
    expect((await browser(hub, cookieOf(sixth))('DELETE', `${ME}/sessions/${other?.id}`)).status).toBe(204);
    expect((await api(people.bo)('DELETE', `${ME}/sessions/${sixth.body['id'] as string}`)).status).toBe(404);
  });

  it('A26: eight sign-ins at once leave five sessions', async () => {
    await using hub = await startHub({ TRUST_PROXY: '127.0.0.1' });
    const { people } = await seedAlliance(hub);
    const opened = await Promise.all(Array.from({ length: 4 }, () => signIn(hub, people.ana.email)));
    const more = await Promise.all(Array.from({ length: 4 }, () => signIn(hub, people.ana.email)));
    expect([...opened, ...more].map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(await rowsOf(hub, 'select id from session where person_id = $1', [people.ana.id])).toHaveLength(5);
  });

  it('A24: changes by cookie are taken from the hub’s own pages alone', async () => {
    await using hub = await startHub({ ALLOWED_ORIGINS: 'https://hub.example' });
    const { people, api } = await seedAlliance(hub);
    const bare = { ...people.ana };
    const patch = async (headers: Record<string, string>) => {
      const { status, body } = await client(hub.url)('PATCH', ME, { name: 'Ana' }, { cookie: bare.cookie, ...headers });
      return [status, body['code']];
    };
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://hub.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      expect([headers, await patch(headers as Record<string, string>)]).toEqual([headers, [403, 'csrf']]);
    }
    expect((await patch({ origin: 'https://hub.example' }))[0]).toBe(200);
    expect((await patch({ 'sec-fetch-site': 'none' }))[0]).toBe(200);
    const login = { email: people.ana.email, password: PASSWORD };
    const foreign = await client(hub.url)('POST', SESSION, login, { 'sec-fetch-site': 'cross-site' });
    expect([foreign.status, foreign.body['code'], foreign.headers.get('set-cookie')]).toEqual([403, 'csrf', null]);
    const text = await client(hub.url)('POST', SESSION, JSON.stringify(login), { 'content-type': 'text/plain' });
    expect([415, 422]).toContain(text.status);
    expect([404, 405]).toContain((await api(people.ana)('GET', `${ME}/password`)).status);
  });

  it('B12: two credentials in one request are refused', async () => {
    await using hub = await startHub();
    const { people, keys, api } = await seedAlliance(hub);
    const both = await api(people.ana)('GET', ME, undefined, { authorization: `Bearer ${keys.b.text}` });
    expect([both.status, both.body['code']]).toEqual([400, 'ambiguous_credentials']);
    const two = await api(people.ana)('GET', ME, undefined, { cookie: `${people.ana.cookie}; ${people.bo.cookie}` });
    expect([two.status, two.body['code']]).toEqual([400, 'ambiguous_credentials']);
  });
});
