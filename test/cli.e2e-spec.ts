import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { User } from '../client/src/testing/run-cli.js';
import { Terminal } from '../client/src/testing/spawn-cli.js';
import { Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';

const PROGRAM = join(import.meta.dirname, '../client/bin/tocsin.js');
const COMMANDS = ['login', 'listen', 'submit', 'lookup', 'search', 'get', 'sight', 'advisory key', 'verify', 'doctor'];

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const parsed = <T = Record<string, unknown>>(text: string): T[] => lines(text).map((line) => JSON.parse(line) as T);

const CSV = `DateAdded,FirstSeen,Indicator,IndicatorType,TLP
2021-03-10,2021-03-05T10:07:29.0421232Z,${'8e'.repeat(32)},sha256,White
2021-03-09,,C:\\inetpub\\wwwroot\\aspnet_client\\shell.aspx,filepath,Green
2021-03-09,,203[.]0[.]113[.]77,ipaddress,Green
`;

describe('the command line', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Terminal;
  let b: Terminal;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    a = new Terminal(PROGRAM);
    b = new Terminal(PROGRAM);
    for (const [terminal, key] of [
      [a, alliance.keys.a],
      [b, alliance.keys.b],
    ] as const) {
      const { code, stderr } = await terminal.run(['login', '--url', hub.url, '--key', '-'], {
        stdin: `${key.text}\n`,
      });
      expect([code, stderr]).toEqual([0, expect.stringContaining('Logged in as CERT-')]);
    }
    writeFileSync(join(a.cwd, 'iocs.csv'), CSV);
  });
  afterAll(async () => {
    await a[Symbol.asyncDispose]();
    await b[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  it('shares a file, once', async () => {
    expect(await a.run(['submit', 'iocs.csv'])).toMatchObject({
      code: 0,
      stdout: '3 created, 0 updated, 0 unchanged, 0 rejected\n',
    });
    expect(await a.run(['submit', 'iocs.csv'])).toMatchObject({
      code: 0,
      stdout: '0 created, 0 updated, 3 unchanged, 0 rejected\n',
    });
  });

  it('shares a file of STIX, objects of every type, and names what is refused by its place', async () => {
    const tool = { type: 'tool', spec_version: '2.1', id: `tool--${crypto.randomUUID()}`, name: 'x' };
    const times = { created: '2024-01-01T00:00:00.000Z', modified: '2024-01-01T00:00:00.000Z' };
    const objects = [
      { ...tool, ...times },
      { ...tool, ...times, name: 7 },
      { type: 'mutex', name: 'cli' },
    ];
    writeFileSync(join(a.cwd, 'bundle.json'), JSON.stringify({ type: 'bundle', objects }));
    expect(await a.run(['submit', 'bundle.json', '--tlp', 'green'])).toMatchObject({
      code: 5,
      stdout: '2 created, 0 updated, 0 unchanged, 1 rejected\n',
      stderr: expect.stringContaining(
        'objects[1]: expected a string that is not empty (/name) (object_invalid)',
      ) as string,
    });
  });

  it('names what is refused by its line and shares the rest', async () => {
    const stdin = 'evil.example\n# home\n0.0.0.0/0\n';
    const { code, stdout, stderr } = await a.run(['submit', '-', '--tlp', 'green', '--label', 'partly'], { stdin });
    expect([code, stdout]).toEqual([5, '1 created, 0 updated, 0 unchanged, 1 rejected\n']);
    expect(stderr).toMatch(/line 3: .*\(observable_overbroad\)/);
    expect(await a.run(['submit', '-'], { stdin: 'no-label.example\n' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--tlp'),
    });
  });

  it('addresses some alone', async () => {
    const [outcome] = parsed<{ id: string }>(
      (await a.run(['submit', '-', '--tlp', 'amber', '--to', 'cert-b', '--json'], { stdin: 'for-b.example\n' })).stdout,
    );
    expect(await b.run(['get', outcome!.id])).toMatchObject({ code: 0 });
    await using c = new Terminal(PROGRAM, { TOCSIN_URL: hub.url, TOCSIN_KEY: alliance.keys.c.text });
    expect(await c.run(['get', outcome!.id])).toMatchObject({ code: 4, stdout: '' });
  });

  it('says on a terminal as what a name reads, and of what scripts it is mixed', async () => {
    using user = new User({ TOCSIN_URL: hub.url, TOCSIN_KEY: alliance.keys.b.text });
    const screen = () => Object.assign(new PassThrough(), { isTTY: true });
    const names = ['xn--pple-43d.com', 'xn--bcher-kva.example', 'plain.example'];
    const { stdout } = await user.run(['lookup', ...names], { stdout: screen(), env: { NO_COLOR: '1' } });
    const [mixed, plain, none] = lines(stdout);
    expect(mixed).toContain('xn--pple-43d[.]com  (reads \u0430pple.com: Latin and Cyrillic mixed)');
    expect(plain).toMatch(/\(reads bücher\.example\)$/);
    expect(none).not.toContain('reads');
  });

  it('looks up, searches, gets and sights', async () => {
    const { stdout } = await b.run(['lookup', '-'], { stdin: '203.0.113.77\nhxxp://never[.]example/\n' });
    expect(stdout).toBe('known\t1\tipv4-addr\t203[.]0[.]113[.]77\nunknown\t0\turl\thxxp://never[.]example/\n');
    const found = await b.run(['search', 'type:ipv4-addr', 'tlp:green']);
    expect(found.stdout).toMatch(/^TLP:GREEN\tcert-a\tipv4-addr\t203\[\.]0\[\.]113\[\.]77\t-\t\tindicator--\S+\n$/);
    const id = lines(found.stdout)[0]!.split('\t').at(-1)!;
    expect(JSON.parse((await b.run(['get', id])).stdout)).toMatchObject({
      id,
      pattern: "[ipv4-addr:value = '203.0.113.77']",
    });
    expect((await b.run(['sight', id, '--count', '4', '--comment', 'mail logs'])).stdout).toMatch(/^sighting--\S+\n$/);
    expect((await b.run(['sight', id, '--false-positive'])).stdout).toMatch(/^opinion--\S+\n$/);
    expect(await b.run(['sight', id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))])).toMatchObject({ code: 4 });
  });

  it('every command honours --json', async () => {
    const [{ id }] = parsed<{ id: string }>((await b.run(['search', 'type:file-path', '--json'])).stdout) as [
      { id: string },
    ];
    const args: Record<string, string[]> = {
      login: ['--url', hub.url, '--key', alliance.keys.b.text],
      listen: ['--since', 'beginning', '--until-live', '--name', 'json'],
      submit: ['-', '--tlp', 'green'],
      lookup: ['evil.example'],
      search: ['label:partly'],
      get: [id],
      sight: [id],
    };
    for (const name of COMMANDS) {
      const { code, stdout, stderr } = await b.run([...name.split(' '), ...(args[name] ?? []), '--json'], {
        stdin: 'json.example\n',
      });
      expect([name, code, stderr]).toEqual([name, 0, expect.not.stringContaining('tocsin:')]);
      expect([name, parsed(stdout).length]).toEqual([name, expect.any(Number)]);
      expect(lines(stdout)).not.toEqual([]);
    }
  });

  it('says what it may not do', async () => {
    const reader = await alliance.key(alliance.org['cert-a'], { scopes: ['read'] });
    const env = { TOCSIN_URL: hub.url, TOCSIN_KEY: reader.text };
    expect(await a.run(['submit', '-', '--tlp', 'green'], { env, stdin: 'x.example\n' })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('insufficient_scope'),
    });
    expect(await a.run(['listen'], { env })).toMatchObject({ code: 3 });
    expect(await a.run(['search', 'colour:blue'])).toMatchObject({ code: 2 });
  });

  it('the doctor finds everything in order, or the key refused', async () => {
    const { code, stdout } = await a.run(['doctor', '--json']);
    expect([code, parsed(stdout).filter(({ result }) => result !== 'ok')]).toEqual([0, []]);
    expect(parsed(stdout).find(({ check }) => check === 'ready')).toMatchObject({
      detail: expect.stringContaining('it sends no mail') as unknown,
    });
    expect(parsed(stdout).map(({ check }) => check)).toEqual([
      'settings',
      'reachable',
      'clock',
      'encryption',
      'ready',
      'state',
      'key',
      'scopes',
      'socket.io',
      'SSE',
    ]);
    const env = { TOCSIN_URL: hub.url, TOCSIN_KEY: 'tocsin_none_none' };
    expect(await a.run(['doctor'], { env })).toMatchObject({ code: 3, stdout: expect.stringMatching(/failed +key/) });
  });

  it('verify proves the ledgers, and what is held against them; a row that was touched shows', async () => {
    const { stdout } = await b.run(['listen', '--since', 'beginning', '--until-live', '--name', 'verify', '--json']);
    writeFileSync(join(b.cwd, 'held.ndjson'), stdout);
    expect(await b.run(['verify', '--against', 'held.ndjson'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('whole'),
    });
    writeFileSync(join(b.cwd, 'less.ndjson'), `${lines(stdout).slice(1).join('\n')}\n`);
    const id = (JSON.parse(lines(stdout)[0]!) as { object: { id: string } }).object.id;
    expect(await b.run(['verify', '--against', 'less.ndjson'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`MISSING ${id}`),
    });
    await hub.app.get(Database).api.query('update entry set digest = sha256(digest) where id = $1', [id]);
    const touched = await b.run(['verify']);
    expect(touched).toMatchObject({ code: 1, stderr: expect.stringContaining('VERIFICATION FAILED: 1 ledger broken') });
    expect(touched.stdout).toMatch(/BROKEN .*is not what its chain says/);
  });
});
