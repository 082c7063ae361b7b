import { Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { PASSWORD, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const AUDIT = '/api/v1/audit';

interface Page {
  items: {
    number?: number;
    at: string;
    action: string;
    organisation: string | null;
    by: Record<string, string> | null;
    detail: Record<string, unknown>;
  }[];
  next?: string;
}

const sql = (hub: Hub, text: string, values: unknown[] = []) => hub.app.get(Database).api.query(text, values);

describe('the audit log', () => {
  it('L08: says who did what to what, from where', async () => {
    await using hub = await startHub();
    const { people, api, org } = await seedAlliance(hub);
    await api(people.root)('POST', `/api/v1/organisations/${org['cert-c']}/suspend`, {
      reason: 'keys found in a paste',
    });
    await api(people.ana)('GET', AUDIT);
    const page = await until('the refusal to be written', async () => {
      const { body } = await api(people.root)<Page>('GET', AUDIT);
      return body.items.length === 2 ? body : undefined;
    });
    expect(page.items).toEqual([
      {
        number: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/),
        action: 'organisation.suspend',
        organisation: org['cert-c'],
        by: { session: people.root.sessionId, person: people.root.id },
        address: '127.0.0.1',
        detail: { from: 'active', to: 'suspended', reason: 'keys found in a paste' },
      },
      expect.objectContaining({
        number: 2,
        action: 'access.refuse',
        organisation: org['cert-a'],
        by: { session: people.ana.sessionId, person: people.ana.id },
        detail: { code: 'forbidden', handler: 'AuditController.list' },
      }),
    ]);
  });

  it('C20, P09: shows an organisation’s administrators their own records, and nothing that counts others’', async () => {
    await using hub = await startHub();
    const { people, api, org, person } = await seedAlliance(hub);
    const make = (who: typeof people.ana, name: string) => api(who)('POST', '/api/v1/keys', { name, scopes: ['read'] });
    for (let i = 0; i < 3; i += 1) {
      await make(people.adminA, `a${i}`);
      await make(people.adminB, `b${i}`);
    }
    await api(people.root)('POST', '/api/v1/groups', { name: 'falcon', members: [org['cert-b']] });
    const first = await api(people.adminA)<Page>('GET', `${AUDIT}?limit=2`);
    const rest = await api(people.adminA)<Page>('GET', `${AUDIT}?limit=2&after=${first.body.next}`);
    const items = [...first.body.items, ...rest.body.items];
    expect(items.map(({ action, organisation }) => [action, organisation])).toEqual(
      [1, 2, 3].map(() => ['key.create', org['cert-a']]),
    );
    expect(items.every((item) => !('number' in item))).toBe(true);
    expect(rest.body.next).toBeUndefined();
    const foreign = await api(people.adminB)('GET', `${AUDIT}?after=${first.body.next}`);
    expect([foreign.status, foreign.body['code']]).toEqual([400, 'cursor_invalid']);
    const joined = await api(people.adminB)<Page>('GET', AUDIT);
    expect(joined.body.items.map(({ action }) => action)).toEqual([
      'key.create',
      'key.create',
      'key.create',
      'group.member.add',
    ]);
    const secretary = await api(await person('secretariat', 'org-admin'))<Page>('GET', AUDIT);
    expect(JSON.stringify(secretary.body)).not.toContain('falcon');
  });

  it('F12: takes a limit from 1 to 500 and no other parameter', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    for (const query of [
      'limit=0',
      'limit=-1',
      'limit=501',
      'limit=1e9',
      'limit=0x10',
      'limit=10;drop',
      'limit=1&limit=2',
      'sort=at',
    ]) {
      expect([query, (await api(people.root)('GET', `${AUDIT}?${query}`)).status]).toEqual([query, 422]);
    }
    expect((await api(people.root)('GET', `${AUDIT}?after=AAAA`)).body['code']).toBe('cursor_invalid');
  });

  it('L01, L03: names the first record that was changed, swapped, removed or put in', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    for (let i = 0; i < 6; i += 1)
      await api(people.adminA)('POST', '/api/v1/keys', { name: `k${i}`, scopes: ['read'] });
    const verify = async () => (await api(people.root)('GET', `${AUDIT}/verify`)).body;
    expect(await verify()).toEqual({ ok: true, records: 6, chain: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await sql(hub, 'alter table audit_record disable trigger audit_record_stays');
    const tampered = async (text: string) => {
      await sql(hub, 'create table kept as select * from audit_record');
      await sql(hub, text);
      const verdict = await verify();
      await sql(hub, 'delete from audit_record');
      await sql(hub, 'insert into audit_record select * from kept');
      await sql(hub, 'drop table kept');
      return verdict['first_bad'];
    };
    expect(
      await tampered(`update audit_record set record = replace(record, 'key.create', 'key.revoke') where number = 4`),
    ).toBe(4);
    expect(
      await tampered(
        `update audit_record set chain = set_byte(chain, 31, (get_byte(chain, 31) + 1) % 256) where number = 3`,
      ),
    ).toBe(3);
    expect(await tampered(`update audit_record set organisation_id = null where number = 2`)).toBe(2);
    expect(await tampered(`update audit_record set at = at - interval '1 hour' where number = 5`)).toBe(5);
    expect(await tampered('delete from audit_record where number = 3')).toBe(3);
    expect(await tampered('delete from audit_record where number > 4')).toBe(5);
    expect(await tampered('update audit_record set number = -number where number in (2, 3)')).toBe(2);
    expect(
      await tampered(
        `update audit_record a set record = b.record from audit_record b where a.number in (2, 3) and b.number = 5 - a.number`,
      ),
    ).toBe(2);
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('L10: a deed whose record can’t be written is not done', async () => {
    await using hub = await startHub();
    const { people, api, org, keys } = await seedAlliance(hub);
    await sql(
      hub,
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'no space left' using errcode = '53100'; end $$;
       create trigger refuse before insert on audit_record for each row execute function refuse()`,
    );
    const reason = { reason: 'x' };
    expect((await api(people.root)('POST', `/api/v1/organisations/${org['cert-c']}/suspend`, reason)).status).toBe(503);
    expect((await api(people.adminA)('DELETE', `/api/v1/keys/${keys.a.id}`)).status).toBe(503);
    const login = { email: people.ana.email, password: PASSWORD };
    expect((await api()('POST', '/api/v1/session', login)).status).toBe(503);
    expect((await api()('POST', '/api/v1/session', { ...login, password: 'wrong' })).status).toBe(503);
    await sql(hub, 'drop trigger refuse on audit_record');
    expect((await api(people.cy)('GET', '/api/v1/me')).status).toBe(200);
    expect((await api(keys.a)('GET', '/api/v1/me')).status).toBe(200);
  });

  it('counts what is refused again and again instead of writing each', async () => {
    await using hub = await startHub();
    const second = await hub.another();
    const { people, api } = await seedAlliance(hub);
    for (let i = 0; i < 20; i += 1) await api(people.ana, second)('GET', AUDIT);
    await second[Symbol.asyncDispose]();
    const { body } = await api(people.root)<Page>('GET', AUDIT);
    expect(body.items.map(({ action, detail }) => [action, detail['repeated']])).toEqual([
      ['access.refuse', undefined],
      ['access.refuse', 19],
    ]);
  });
});
