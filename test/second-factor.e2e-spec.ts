import { generateSync } from 'otplib';
import { type Hub, startHub } from './support/hub.js';
import { browser, cookieOf, PASSWORD, rowsOf, seedAlliance, signIn } from './support/people.js';

const SESSION = '/api/v1/session';
const ME = '/api/v1/me';

/** A code of the step `off` steps from now. */
const code = (secret: string, off = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * off });
/** Waits for a moment when the present step lasts for some seconds yet. */
async function earlyInStep(): Promise<void> {
  const into = (Date.now() / 1000) % 30;
  if (into > 22) await new Promise((resolve) => setTimeout(resolve, (30.5 - into) * 1000));
}

describe('the second factor', () => {
  const enrol = async (hub: Hub, cookie: string) => {
    const begun = await browser(hub, cookie)<{ secret: string; uri: string }>('POST', `${ME}/totp`, {
      password: PASSWORD,
    });
    expect(begun.status).toBe(201);
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\//);
    await earlyInStep();
    expect(
      (await browser(hub, cookie)('POST', `${ME}/totp/confirm`, { code: code(begun.body.secret, -1) })).status,
    ).toBe(204);
    return begun.body.secret;
  };

  it('A13: without it a session can do nothing but complete or end', async () => {
    await using hub = await startHub();
    const { people } = await seedAlliance(hub);
    const secret = await enrol(hub, people.ana.cookie);
    const half = await signIn(hub, people.ana.email);
    expect(half.body).toMatchObject({ mfa_required: true });
    const ana = browser(hub, cookieOf(half));
    for (const [method, path] of [
      ['GET', ME],
      ['PATCH', ME],
      ['GET', `${ME}/sessions`],
      ['POST', `${ME}/totp/disable`],
      ['GET', '/api/v1/organisations'],
      ['GET', '/api/v1/groups'],
      ['GET', '/api/v1/people'],
      ['POST', '/api/v1/keys'],
    ] as const) {
      const { status, body } = await ana(method, path, method === 'GET' ? undefined : {});
      expect([method, path, status, body['code']]).toEqual([method, path, 401, 'mfa_required']);
    }
    const full = await ana('POST', `${SESSION}/totp`, { code: code(secret) });
    expect([full.status, full.body['mfa_required']]).toEqual([201, false]);
    expect(cookieOf(full)).not.toBe(cookieOf(half));
    expect((await browser(hub, cookieOf(full))('GET', ME)).body).toMatchObject({ person: { second_factor: true } });
    expect((await ana('GET', ME)).body['code']).toBe('unauthorized');
  });

  it('A12: setting it up ends all other sessions', async () => {
    await using hub = await startHub();
    const { people } = await seedAlliance(hub);
    const other = browser(hub, cookieOf(await signIn(hub, people.ana.email)));
    await enrol(hub, people.ana.cookie);
    expect((await other('GET', ME)).status).toBe(401);
    expect((await browser(hub, people.ana.cookie)('GET', ME)).status).toBe(200);
  });

  it('A12: half a session ends with the others when the password changes', async () => {
    await using hub = await startHub();
    const { people } = await seedAlliance(hub);
    const secret = await enrol(hub, people.ana.cookie);
    const half = browser(hub, cookieOf(await signIn(hub, people.ana.email)));
    const body = { current: PASSWORD, password: 'seven curlews call at noon' };
    expect((await browser(hub, people.ana.cookie)('POST', `${ME}/password`, body)).status).toBe(204);
    expect((await half('POST', `${SESSION}/totp`, { code: code(secret) })).body['code']).toBe('unauthorized');
  });

  it('A14, P18: each code counts once, of three that race one wins, and old ones don’t count', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people } = await seedAlliance(hub);
    const secret = await enrol(hub, people.ana.cookie);
    const halves = await Promise.all(
      [hub, second, hub].map(async (at) => browser(at, cookieOf(await signIn(at, people.ana.email)))),
    );
    await earlyInStep();
    const [now, old] = [code(secret), code(secret, -3)];
    const race = await Promise.all(halves.map((half) => half('POST', `${SESSION}/totp`, { code: now })));
    expect(race.filter(({ status }) => status === 201)).toHaveLength(1);
    const loser = halves[race.findIndex(({ status }) => status === 401)]!;
    for (const again of [now, old]) {
      const { status, body } = await loser('POST', `${SESSION}/totp`, { code: again });
      expect([status, body['code']]).toEqual([401, 'mfa_required']);
    }
  });

  it('A16: wrong codes are slowed down from the fifth on, and the tenth ends the session', async () => {
    await using hub = await startHub();
    const { people } = await seedAlliance(hub);
    await enrol(hub, people.ana.cookie);
    const half = browser(hub, cookieOf(await signIn(hub, people.ana.email)));
    const guess = async () => {
      const { status, body } = await half('POST', `${SESSION}/totp`, { code: '000000' });
      return [status, body['code']];
    };
    for (let i = 0; i < 5; i += 1) expect(await guess()).toEqual([401, 'mfa_required']);
    expect(await guess()).toEqual([429, 'rate_limited']);
    for (let i = 0; i < 5; i += 1) {
      await rowsOf(hub, `delete from rate_limit where key like 'delay:%'`);
      expect(await guess()).toEqual(i < 4 ? [401, 'mfa_required'] : [401, 'session_expired']);
    }
    await rowsOf(hub, `delete from rate_limit`);
    expect(await guess()).toEqual([401, 'unauthorized']);
  });

  it('is removed with both proofs, or by an administrator for who lost it', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const secret = await enrol(hub, people.ana.cookie);
    const remove = (body: object) => api(people.ana)('POST', `${ME}/totp/disable`, body);
    await earlyInStep();
    expect((await remove({ password: 'x', code: code(secret) })).body['pointer']).toBe('/password');
    expect((await remove({ password: PASSWORD, code: '000000' })).body['pointer']).toBe('/code');
    expect((await remove({ password: PASSWORD, code: code(secret) })).status).toBe(204);
    expect((await signIn(hub, people.ana.email)).body['mfa_required']).toBe(false);
    await enrol(hub, people.bo.cookie);
    expect((await api(people.adminA)('DELETE', `/api/v1/people/${people.bo.id}/totp`)).status).toBe(404);
    expect((await api(people.adminB)('DELETE', `/api/v1/people/${people.bo.id}/totp`)).status).toBe(204);
    expect((await api(people.bo)('GET', ME)).status).toBe(401);
    expect((await signIn(hub, people.bo.email)).body['mfa_required']).toBe(false);
  });

  it('P17: keeps passwords, codes’ secrets and tokens out of the database', async () => {
    await using hub = await startHub();
    const { people, keys } = await seedAlliance(hub);
    const secret = await enrol(hub, people.ana.cookie);
    const opened = await signIn(hub, people.bo.email);
    const rows = await rowsOf<{ dump: string }>(
      hub,
      `select (select json_agg(p)::text from person p) || (select json_agg(s)::text from session s) ||
         (select json_agg(k)::text from api_key k) || (select json_agg(a)::text from audit_record a) as dump`,
    );
    const dump = rows[0]?.dump ?? '';
    const hex = Buffer.from(secret).toString('hex');
    const token = cookieOf(opened).split('.')[1] ?? '-';
    for (const leak of [secret, hex, PASSWORD, token, keys.a.text.slice(-43)]) expect(dump).not.toContain(leak);
    expect(dump.length).toBeGreaterThan(1_000);
  });
});
