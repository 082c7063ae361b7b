import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';
import { type HubProcess, spawnHub } from './support/process.js';

const TOCSIN_SECRET = 'only-for-tests-0123456789-abcdefgh';

/** What would make the audit log say something else, or let it be made to. */
const FORBIDDEN = [
  `update audit_record set record = '{}' where number = 1`,
  'delete from audit_record',
  'truncate audit_record',
  'alter table audit_record disable trigger audit_record_stays',
  'drop trigger audit_record_stays on audit_record',
  'drop table audit_record cascade',
  'alter table audit_record add column more text',
  'create rule quiet as on insert to audit_record do instead nothing',
  'set session_replication_role = replica',
  'alter table audit_record owner to current_user',
  'delete from schema_migration',
  'truncate schema_migration',
  'truncate webhook_delivery',
];

describe('a hub whose role in the database owns nothing', () => {
  const role = `hub_${randomBytes(6).toString('hex')}`;
  let owner: Hub;
  let alliance: Alliance;
  let hub: HubProcess;
  let url: URL;
  beforeAll(async () => {
    owner = await startHub({ TOCSIN_SECRET });
    alliance = await seedAlliance(owner);
    await rowsOf(owner, `create role ${role} login password 'only-for-tests'`);
    await rowsOf(owner, `grant all on all tables in schema public to ${role}`); // as who set it up may have done
    url = new URL(owner.databaseUrl);
    url.username = role;
    url.password = 'only-for-tests';
    hub = await spawnHub({ TOCSIN_SECRET, DATABASE_URL: String(url), OWNER_DATABASE_URL: owner.databaseUrl });
  });
  afterAll(async () => {
    await hub[Symbol.asyncDispose]();
    await rowsOf(owner, `drop owned by ${role}`);
    await rowsOf(owner, `drop role ${role}`);
    await owner[Symbol.asyncDispose]();
  });
  const as = (who: keyof Alliance['people'] | 'a' | 'b') =>
    alliance.api(who === 'a' || who === 'b' ? alliance.keys[who] : alliance.people[who], hub);
  const verify = async () => (await as('root')('GET', '/api/v1/audit/verify')).body;

  it('does all that a hub does', async () => {
    const { status, body } = await as('a')('POST', '/api/v1/indicators', { value: 'role.example', tlp: 'green' });
    expect(status).toBe(201);
    const path = `/api/v1/indicators/${String(body['id'])}`;
    expect((await as('a')('PATCH', path, { confidence: 70 }, { 'if-match': '*' })).status).toBe(200);
    expect((await as('b')('POST', `${path}/sightings`, { count: 1 })).status).toBe(201);
    expect((await as('a')('POST', `${path}/revoke`)).status).toBe(200);
    expect((await as('b')('GET', '/api/v1/search?q=role.example')).body['objects']).toHaveLength(1);
    expect((await as('b')('GET', '/api/v1/export?format=stix')).status).toBe(200);
    expect((await as('adminA')('POST', '/api/v1/keys', { name: 'k', scopes: ['read'] })).status).toBe(201);
    expect((await as('root')('POST', '/api/v1/groups', { name: 'g' })).status).toBe(201);
    const text = { kind: 'alert', title: 'Patch', body: 'Patch now.', tlp: 'green' };
    const advisory = await as('ana')('POST', '/api/v1/advisories', text);
    const id = String(advisory.body['id']);
    expect((await as('ana')('POST', `/api/v1/advisories/${id}/publish`, {})).status).toBe(200);
    expect(await verify()).toMatchObject({ ok: true });
    expect(hub.output()).not.toContain('permission denied');
  });

  it('starts without the owner, too, once the schema is up to date', async () => {
    await using other = await spawnHub({ TOCSIN_SECRET, DATABASE_URL: String(url) });
    expect((await alliance.api(alliance.keys.b, other)('GET', '/api/v1/search')).status).toBe(200);
  });

  it('does not start as the owner, or as one who may act as it, where an owner is named', async () => {
    const same = new URL(owner.databaseUrl);
    same.searchParams.set('application_name', 'another');
    const env = { TOCSIN_SECRET, DATABASE_URL: String(same), OWNER_DATABASE_URL: owner.databaseUrl };
    await expect(spawnHub(env)).rejects.toThrow('use a role of its own');
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('L06: can’t alter the audit log, nor what keeps it from being altered', async () => {
    const before = await verify();
    const sql = new pg.Client(String(url));
    await sql.connect();
    try {
      for (const text of FORBIDDEN) {
        const code = await sql.query(text).then(
          () => 'done',
          (error: { code?: string }) => error.code,
        );
        expect([text, code]).toEqual([text, '42501']);
      }
    } finally {
      await sql.end();
    }
    expect(await verify()).toMatchObject({ ok: true, records: before['records'] });
    // as the owner it can be done: that it can't is the role's doing
    await rowsOf(owner, 'begin; alter table audit_record disable trigger audit_record_stays; rollback');
  });
});
