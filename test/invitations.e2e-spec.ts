import { Bootstrap } from '../src/members/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, client, PASSWORD, rowsOf, seedAlliance, told } from './support/people.js';

const ORGANISATIONS = '/api/v1/organisations';
const PEOPLE = '/api/v1/people';
const INVITATIONS = '/api/v1/invitations';
const ME = '/api/v1/me';

describe('invitations', () => {
  const invite = async (alliance: Alliance, body: object, who = alliance.people.adminA) => {
    const answer = await alliance.api(who)<{ id: string; link: string; email: string }>('POST', INVITATIONS, body);
    return { ...answer, token: answer.body.link?.split('#')[1] ?? '' };
  };
  const accept = (hub: Hub, token: string, more: object = { name: 'Eva', password: 'nine plovers on the wall' }) =>
    client(hub.url)('POST', `${INVITATIONS}/accept`, { token, ...more });

  it('A20: work once, by a link of the configured address, and make a person of that role', async () => {
    await using hub = await startHub({ PUBLIC_URL: 'https://hub.example' });
    const alliance = await seedAlliance(hub);
    const { status, body, token } = await invite(alliance, { email: ' EVA@cert-a.example', role: 'analyst' });
    expect([status, body.email]).toEqual([201, 'eva@cert-a.example']);
    expect(body.link).toMatch(/^https:\/\/hub\.example\/invite#[\w-]{43}$/);
    expect(
      await rowsOf(hub, `select 1 from invitation where token_hash = sha256($1)`, [Buffer.from(token)]),
    ).toHaveLength(1);
    const open = await alliance.api(alliance.people.adminA)('GET', INVITATIONS);
    expect(JSON.stringify(open.body)).toContain(body.id);
    expect(JSON.stringify(open.body)).not.toContain(token);
    const look = () => client(hub.url)('POST', `${INVITATIONS}/look`, { token });
    expect(told(await look())).toEqual([
      200,
      { purpose: 'join', email: 'eva@cert-a.example', role: 'analyst', organisation: expect.any(String) },
    ]);
    expect(told(await accept(hub, token, { password: 'nine plovers on the wall' }))[1]).toMatchObject({
      code: 'invalid',
      pointer: '/name',
    });
    expect((await accept(hub, token, { name: 'Eva', password: 'too short' })).body['code']).toBe('password_too_short');
    const race = await Promise.all([accept(hub, token), accept(hub, token), accept(hub, token)]);
    expect(race.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(race.filter((answer) => answer.status === 410)).toHaveLength(2);
    expect(told(await look())).toEqual(told(await accept(hub, token)));
    expect(told(await accept(hub, token))).toEqual(told(await accept(hub, 'A'.repeat(43))));
    const login = { email: 'eva@cert-a.example', password: 'nine plovers on the wall' };
    expect((await client(hub.url)('POST', '/api/v1/session', login)).status).toBe(201);
    const [eva] = await rowsOf<{ role: string; organisation_id: string }>(
      hub,
      `select role, organisation_id from person where email = $1`,
      [login.email],
    );
    expect(eva).toEqual({ role: 'analyst', organisation_id: alliance.org['cert-a'] });
  });

  it('end with their week, their organisation, their maker’s office, or when taken back', async () => {
    await using hub = await startHub();
    const alliance = await seedAlliance(hub);
    const { api, people, org, person } = alliance;
    const body = (n: number) => ({ email: `p${n}@cert-a.example`, role: 'reader' });
    const late = await invite(alliance, body(1));
    await rowsOf(hub, `update invitation set expires_at = now() - interval '1 second' where id = $1`, [late.body.id]);
    const cancelled = await invite(alliance, body(2));
    expect((await api(people.adminB)('DELETE', `${INVITATIONS}/${cancelled.body.id}`)).status).toBe(404);
    expect((await api(people.adminA)('DELETE', `${INVITATIONS}/${cancelled.body.id}`)).status).toBe(204);
    const deputy = await person('cert-a', 'org-admin');
    const orphan = await invite(alliance, { ...body(3), role: 'org-admin' }, deputy);
    await api(people.adminA)('PATCH', `${PEOPLE}/${deputy.id}`, { role: 'analyst' });
    const suspended = await invite(
      alliance,
      { email: 'x@cert-c.example', role: 'reader', organisation_id: org['cert-c'] },
      people.root,
    );
    await api(people.root)('POST', `${ORGANISATIONS}/${org['cert-c']}/suspend`, { reason: 'x' });
    for (const link of [late, cancelled, orphan, suspended]) {
      expect(link.status).toBe(201);
      expect((await accept(hub, link.token)).body['code']).toBe('gone');
    }
  });

  it('A25, D31: tell nobody that another organisation knows an address', async () => {
    await using hub = await startHub();
    const alliance = await seedAlliance(hub);
    const { people } = alliance;
    const known = await invite(alliance, { email: people.bo.email, role: 'reader' });
    const unknown = await invite(alliance, { email: 'somebody@cert-b.example', role: 'reader' });
    const shape = ({ status, body }: typeof known) => [status, Object.keys(body)];
    expect(shape(known)).toEqual(shape(unknown));
    expect(told(await accept(hub, known.token))).toEqual(told(await accept(hub, 'B'.repeat(43))));
    expect((await invite(alliance, { email: people.ana.email, role: 'reader' })).status).toBe(409);
    const bo = await rowsOf(hub, 'select 1 from person where id = $1 and organisation_id = $2', [
      people.bo.id,
      people.bo.organisationId,
    ]);
    expect(bo).toHaveLength(1);
  });

  it('A20: a reset link sets the password once, ends all sessions, and leaves the second factor', async () => {
    await using hub = await startHub({ PUBLIC_URL: 'https://hub.example' });
    const { people, api } = await seedAlliance(hub);
    await rowsOf(hub, `update person set totp_confirmed = true, totp_secret = '\\x00' where id = $1`, [people.ana.id]);
    const path = `${PEOPLE}/${people.ana.id}/reset`;
    for (const valid_minutes of [14, 1441])
      expect((await api(people.adminA)('POST', path, { valid_minutes })).status).toBe(422);
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        api(people.adminA)<{ link: string; expires_at: string }>('POST', path, {}, { host: 'evil.example' }),
      ),
    );
    expect(first?.body.link).toMatch(/^https:\/\/hub\.example\/reset#/);
    expect(Date.parse(first?.body.expires_at ?? '') - Date.now()).toBeLessThan(15 * 60_000 + 5_000);
    const token = first?.body.link.split('#')[1] ?? '';
    const password = 'nine plovers on the wall';
    expect((await accept(hub, token, { password })).body).toMatchObject({ purpose: 'reset' });
    expect((await accept(hub, token, { password })).status).toBe(410);
    expect((await accept(hub, second?.body.link.split('#')[1] ?? '', { password })).status).toBe(410);
    expect((await api(people.ana)('GET', ME)).status).toBe(401);
    const signIn = (secret: string) =>
      client(hub.url)('POST', '/api/v1/session', { email: people.ana.email, password: secret });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn(password)).body).toMatchObject({ mfa_required: true });
  });
});

describe('the first start', () => {
  it('A19: makes one administrator with a random password, whichever process is first, and never again', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const made = await Promise.all([hub, second, hub].map(({ app }) => app.get(Bootstrap).firstAdministrator()));
    const [first, ...others] = made.filter((administrator) => administrator !== null);
    expect(others).toEqual([]);
    expect(first?.password.length).toBeGreaterThanOrEqual(24);
    expect((await client(hub.url)('POST', '/api/v1/session', first)).status).toBe(201);
    expect(await second.app.get(Bootstrap).firstAdministrator()).toBeNull();
    expect(await rowsOf(hub, 'select 1 from person')).toHaveLength(1);
  });
});
