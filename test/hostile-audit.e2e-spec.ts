import { Database } from '../src/platform/index.js';
import { nextChain } from '../src/audit/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, PASSWORD, rowsOf, seedAlliance } from './support/people.js';
import { requestText, wire } from './support/wire.js';

interface Verdict {
  ok: boolean;
  records: number;
  chain: string;
}

describe('the audit log under attack', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const verify = async () => (await alliance.api(alliance.people.root)<Verdict>('GET', '/api/v1/audit/verify')).body;
  const sql = (text: string, values: unknown[] = []) => hub.app.get(Database).api.query(text, values);

  it('L02: records cut off the end, with the head put back to match, show to whoever kept the last verdict', async () => {
    for (let i = 0; i < 12; i += 1)
      await alliance.api(alliance.people.adminA)('POST', '/api/v1/keys', { name: `k${i}`, scopes: ['read'] });
    const kept = await verify();
    expect(kept.ok).toBe(true);
    await sql('alter table audit_record disable trigger audit_record_stays');
    await sql('delete from audit_record where number > $1', [kept.records - 10]);
    expect(await verify()).toMatchObject({ ok: false, first_bad: kept.records - 9 });
    await sql('update audit_head set number = $1, chain = (select chain from audit_record where number = $1)', [
      kept.records - 10,
    ]);
    await sql('alter table audit_record enable trigger audit_record_stays');
    const after = await verify();
    expect(after.records).toBe(kept.records - 10); // smaller than what was kept: records were taken away
    for (let i = 0; i < 12; i += 1)
      await alliance.api(alliance.people.adminA)('POST', '/api/v1/groups', { name: `g${i}` });
    // grown again, the chain at the old size is another
    const records = await rowsOf<{ record: string }>(hub, 'select record from audit_record order by number');
    let chain: Buffer = Buffer.alloc(32);
    for (const { record } of records.slice(0, kept.records)) chain = nextChain(chain, record);
    expect(chain.toString('hex')).not.toBe(kept.chain);
  });

  it.each([
    `update audit_record set record = '{}' where number = 1`,
    'update audit_record set at = now()',
    'delete from audit_record where number = 1',
    'truncate audit_record',
    'truncate audit_record cascade',
    `merge into audit_record a using (values (1)) m(number) on a.number = m.number when matched then delete`,
    `insert into audit_record select number, at, organisation_id, '{}', chain from audit_record
      on conflict (number) do update set record = excluded.record`,
  ])('L06: refuses the hub’s own role: %s', async (text) => {
    await alliance.api(alliance.people.adminA)('POST', '/api/v1/keys', { name: 'one more', scopes: ['read'] });
    const before = await verify();
    await expect(sql(text)).rejects.toMatchObject({ code: '42501' });
    expect(await verify()).toEqual(before);
  });

  it('L09: line breaks, colours, separators and a long user agent are one escaped, bounded line', async () => {
    const agent = Buffer.from(`evil\u2028line\u202Eback${'x'.repeat(5_000)}`).toString('latin1');
    const body = JSON.stringify({ email: alliance.people.ana.email, password: PASSWORD });
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', connection: 'close' };
    const login = requestText(
      'POST /api/v1/session',
      { ...headers, 'user-agent': agent, 'content-length': String(Buffer.byteLength(body)) },
      body,
    );
    expect((await wire(hub.url, login)).status).toBe(201);
    for (const breaking of ['a\nb', 'a\u001b[31mb', 'a\u0000b'])
      expect((await wire(hub.url, requestText('GET /api/v1/me', { 'user-agent': breaking }))).status).toBe(400);
    const huge = requestText('GET /api/v1/me', { 'user-agent': 'x'.repeat(1 << 20) });
    expect([0, 431]).toContain((await wire(hub.url, huge)).status);
    const reason = 'first\r\n{"number":1}\u001b[2Jsecond\u2028third';
    const root = alliance.api(alliance.people.root);
    await root('POST', `/api/v1/organisations/${alliance.org['cert-c']}/suspend`, { reason });
    await root('POST', `/api/v1/organisations/${alliance.org['cert-c']}/suspend`, { reason: 'x'.repeat(100_000) });
    const guess = { email: `${'a'.repeat(200)}\u2028@x.example`, password: 'wrong' };
    await alliance.api()('POST', '/api/v1/session', guess, { 'sec-fetch-site': 'same-origin' });
    const records = await rowsOf<{ record: string }>(hub, 'select record from audit_record');
    for (const { record } of records) {
      // eslint-disable-next-line no-control-regex
      expect(record).not.toMatch(/[\u0000-\u001f\u007f]/);
      expect(record.length).toBeLessThan(4_000);
      expect(() => JSON.parse(record) as unknown).not.toThrow();
    }
    expect((await verify()).ok).toBe(true);
  });
});
