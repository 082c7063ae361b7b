import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Database } from '../src/platform/index.js';
import { Control, expectProblem } from './support/control.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { INSPECTED, Inspector } from './support/inspector.js';
import { type Alliance, PASSWORD, seedAlliance, signIn } from './support/people.js';
import { spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'only-for-tests-0123456789-abcdefgh';
const ITEMS = '/api/v1/indicators';
let number = 0;
const value = () => `n${number++}.faults.example`;

/** What stands between the hub and Postgres: while `cut`, bytes are swallowed in both directions, without a word. */
class Wire {
  cut = false;
  private readonly ends = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static async to(port: number): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server);
    server.on('connection', (from) => {
      const to = connect(port, '127.0.0.1');
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        wire.ends.add(one);
        one.on('data', (bytes) => void (wire.cut || other.write(bytes)));
        one.on('close', () => other.destroy());
        one.on('error', () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }
}

describe('faults around the hub', () => {
  let hub: Hub;
  let alliance: Alliance;
  let control: Control;
  let sql: pg.Client;
  beforeAll(async () => {
    hub = await startHub({ TOCSIN_SECRET: SECRET, LOG_LEVEL: 'silent' });
    alliance = await seedAlliance(hub);
    control = await Control.over(hub, alliance);
    sql = new pg.Client(hub.databaseUrl);
    await sql.connect();
  });
  afterAll(async () => {
    await sql.end();
    await control[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });
  const submit = (key?: string, of = value(), at: { url: string } = hub) =>
    alliance.api(alliance.keys.a, at)(
      'POST',
      ITEMS,
      { value: of, tlp: 'green' },
      key ? { 'idempotency-key': key } : {},
    );

  it('M10, M13: a process that Postgres no longer answers says 503 and bye, hangs nobody, and comes back by itself', async () => {
    const url = new URL(hub.databaseUrl);
    const wire = await Wire.to(Number(url.port));
    url.port = String(wire.port);
    url.hostname = '127.0.0.1';
    await using cut = await spawnHub({ TOCSIN_SECRET: SECRET, DATABASE_URL: String(url) });
    using reader = await Follower.open(cut.url, alliance.keys.b.text);
    await until('at the head', () => reader.live);
    wire.cut = true;
    const begin = performance.now();
    await until('it says bye', () => reader.byes[0]);
    expect(reader.byes[0]).toMatchObject({ code: 'stale_instance', retryable: true });
    const answers = await Promise.all([
      submit('cut', value(), cut),
      alliance.api(alliance.keys.b, cut)('GET', '/api/v1/search'),
      alliance.api(undefined, cut)('GET', '/health/ready'),
    ]);
    for (const answer of answers) expectProblem(answer, 503, 'unavailable');
    expect(answers.slice(0, 2).every(({ headers }) => headers.has('retry-after'))).toBe(true);
    expect(performance.now() - begin).toBeLessThan(25_000);
    await expect(Follower.open(cut.url, alliance.keys.b.text)).rejects.toThrow('unavailable');
    await control.canary(); // the other process goes on
    wire.cut = false;
    await until('it is back', async () => (await fetch(`${cut.url}/health/ready`)).ok);
    await until('it takes more', async () => (await submit('cut again', value(), cut)).status === 201);
    using again = await Follower.open(cut.url, alliance.keys.b.text, { after: reader.cursor });
    await until('what was missed', () => again.values.some((v) => v.startsWith('canary-')));
    wire.close();
  });

  it('M14: while all connections for reading are taken, reads are told to wait and the feed goes on', async () => {
    const { api } = hub.app.get(Database);
    const blocked = Array.from({ length: 100 }, () => api.query('select pg_sleep(4)').catch(() => undefined));
    const search = await alliance.api(alliance.keys.b)('GET', '/api/v1/search');
    expectProblem(search, 503, 'busy');
    expect(search.headers.get('retry-after')).not.toBeNull();
    await control.canary();
    await Promise.all(blocked);
    expect((await alliance.api(alliance.keys.b)('GET', '/api/v1/search')).status).toBe(200);
  });

  it('M19: a transaction that somebody leaves open, and a snapshot as a dump takes it, hold up nothing', async () => {
    const [idle, dump] = [new pg.Client(hub.databaseUrl), new pg.Client(hub.databaseUrl)];
    for (const client of [idle, dump]) await client.connect();
    await idle.query('begin');
    await idle.query(`insert into rate_limit values ('an open transaction', 1, now())`);
    await dump.query('begin isolation level repeatable read read only');
    await dump.query('select count(*) from entry, version limit 1');
    for (let i = 0; i < 10; i += 1) await control.canary();
    for (const client of [idle, dump]) await client.end();
  });

  it.each(['40001', '40P01', '57014', '53300'])(
    'M20: Postgres answers %s: 503 with Retry-After, and once it is over one object',
    async (code) => {
      await sql.query(
        `create function planted() returns trigger language plpgsql as $$ begin raise 'planted' using errcode = '${code}'; end $$;
       create trigger planted before insert on object for each row execute function planted()`,
      );
      const of = value();
      try {
        const refused = await submit(`m20 ${code}`, of);
        expectProblem(refused, 503, code === '53300' ? 'unavailable' : 'busy');
        expect(refused.headers.get('retry-after')).not.toBeNull();
      } finally {
        await sql.query('drop trigger planted on object; drop function planted()');
      }
      const [first, again] = [await submit(`m20 ${code}`, of), await submit(`m20 ${code}`, of)];
      expect([first.status, again.status, again.body['id']]).toEqual([201, 201, first.body['id']]);
      const { rows } = await sql.query('select 1 from object where text like $1', [`%${of}%`]);
      expect(rows).toHaveLength(1);
      await control.canary();
    },
  );

  it('M21: with the LISTEN connection killed again and again, polling delivers', async () => {
    let killed = 0;
    for (let i = 0; i < 12; i += 1) {
      const { rowCount } = await sql.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'tocsin listen' and datname = current_database()`,
      );
      killed += rowCount ?? 0;
      await control.canary();
      await wait(200);
    }
    expect(killed).toBeGreaterThan(3);
  });

  it.each([-3_600_000, 10 * 365 * 86_400_000])(
    'M15, L11: a hub whose clock is off by %i ms numbers, dates and lets in as the database says',
    async (by) => {
      await using odd = await spawnHub({ ...INSPECTED, TOCSIN_SECRET: SECRET, DATABASE_URL: hub.databaseUrl });
      using inspector = await Inspector.of(odd);
      await inspector.run(`{
        const real = Date; const now = real.now.bind(real);
        globalThis.Date = class extends real {
          constructor(...of) { if (of.length > 0) super(...of); else super(now() + ${by}); }
          static now() { return now() + ${by}; }
        };
      }`);
      using reader = await Follower.open(hub.url, alliance.keys.b.text);
      await until('at the head', () => reader.live);
      const begin = Date.now();
      const [here, there] = [await submit(), await submit(undefined, value(), odd)];
      const last = await submit();
      expect([here.status, there.status, last.status]).toEqual([201, 201, 201]);
      await until('all three', () => reader.entries.length === 3);
      const at = reader.entries.map((entry) => Date.parse(entry.at));
      expect(at).toEqual(at.toSorted((a, b) => a - b));
      for (const time of at) expect(Math.abs(time - begin)).toBeLessThan(60_000);
      const positions = reader.entries.map(({ position }) => position);
      expect(positions).toEqual([positions[0], positions[0]! + 1, positions[0]! + 2]);
      expect((await alliance.api(alliance.people.bo, odd)('GET', '/api/v1/me')).status).toBe(200);
      expect((await signIn(odd, alliance.people.cy.email, PASSWORD)).status).toBe(201);
      const audit = await alliance.api(alliance.people.root)<{ items: { at: string; number: number }[] }>(
        'GET',
        '/api/v1/audit?limit=500',
      );
      const times = audit.body.items.map((record) => record.at);
      expect(times).toEqual(times.toSorted());
      expect((await alliance.api(alliance.people.root)('GET', '/api/v1/audit/verify')).body['ok']).toBe(true);
    },
    60_000,
  );
});
