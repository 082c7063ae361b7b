import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../client/src/testing/spawn-cli.js';
import { type Hub, startHub } from './support/hub.js';
import { mispAttribute, mispEvent } from './support/misp.js';
import { type Alliance, seedAlliance } from './support/people.js';

const PROGRAM = join(import.meta.dirname, '../client/bin/tocsin.js');

const ZEEK = `#fields\tindicator\tindicator_type\tmeta.source
203.0.113.80\tIntel::ADDR\tcert-a
bob\tIntel::USER_NAME\tcert-a
zeek.cli.example\tIntel::DOMAIN\tcert-a
`;

describe('the command line and files that the hub reads', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Terminal;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    a = new Terminal(PROGRAM, { TOCSIN_URL: hub.url, TOCSIN_KEY: alliance.keys.a.text });
  });
  afterAll(async () => {
    await a[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  it('hands one in, follows it, and says what was refused by its line', async () => {
    writeFileSync(join(a.cwd, 'intel.dat'), ZEEK);
    const { code, stdout, stderr } = await a.run(['submit', 'intel.dat', '--tlp', 'green']);
    expect([code, stdout]).toEqual([5, '2 created, 0 updated, 0 unchanged, 1 rejected\n']);
    expect(stderr).toMatch(/intel\.dat: import [\da-f-]{36}, read as zeek/);
    expect(stderr).toMatch(/line 3: .*\(observable_invalid\)/);
    const [, id = ''] = /import ([\da-f-]{36})/.exec(stderr) ?? [];
    expect((await a.run(['import', 'list'])).stdout).toContain(`${id}  `);
    expect((await a.run(['import', 'status', id])).stdout).toContain('done  zeek  intel.dat  100 %, 3 items');
    expect((await a.run(['import', 'status'])).stdout).toContain('done  zeek  intel.dat  100 %, 3 items');
    expect((await a.run(['import', 'outcomes', id, '--only', 'created'])).stdout).toMatch(
      /^place,outcome,code,reason,id\nline 2,created,,,indicator--[\da-f-]{36}\nline 4,created,/,
    );
    expect(await a.run(['import', 'cancel', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('conflict'),
    });
    expect(await a.run(['import', 'status', '0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11'])).toMatchObject({ code: 4 });
  });

  /** What it is read as, and the counts. */
  async function submitted(name: string, content: string, ...more: string[]): Promise<[string, string]> {
    writeFileSync(join(a.cwd, name), content);
    const { stdout, stderr } = await a.run(['submit', name, '--tlp', 'green', ...more]);
    return [/read as (\w+)/.exec(stderr)?.[1] ?? stderr, stdout.trim()];
  }
  const made = (created: number) => `${created} created, 0 updated, 0 unchanged, 0 rejected`;

  it('whatever a file is, the hub tells, and reads all of it', async () => {
    const event = mispEvent([mispAttribute(11, 'by-misp.cli.example')]);
    expect(await submitted('event.json', JSON.stringify(event, undefined, 2))).toEqual(['misp', made(2)]);
    const times = { created: '2024-01-01T00:00:00.000Z', modified: '2024-01-01T00:00:00.000Z' };
    const tool = { type: 'tool', spec_version: '2.1', id: `tool--${crypto.randomUUID()}`, name: 'x', ...times };
    const bundle = JSON.stringify(
      { type: 'bundle', id: `bundle--${crypto.randomUUID()}`, objects: [tool] },
      undefined,
      2,
    );
    expect(await submitted('bundle.json', bundle)).toEqual(['stix', made(1)]);
    const hashes = `${'ab'.repeat(32)};loader\n${'cd'.repeat(16)};dropper\n`;
    expect(await submitted('hashes.txt', hashes)).toEqual(['csv', made(2)]);
    expect(await submitted('hosts', '127.0.0.1 localhost\n0.0.0.0 hosts.cli.example\n')).toEqual(['list', made(1)]);
    const items = JSON.stringify([{ value: '203.0.113.81', type: 'ip' }, 'array.cli.example'], undefined, 2);
    expect(await submitted('items.json', items)).toEqual(['json', made(2)]);
    const common = JSON.stringify({ tlp: 'amber', items: [{ value: 'common.cli.example' }] });
    expect(await submitted('common.json', common)).toEqual(['json', made(1)]);
    const odd = 'why^odd.cli.example\nbecause^odder.cli.example\n';
    expect(await submitted('odd.txt', odd, '--delimiter', '^', '--mapping', 'value=2')).toEqual(['csv', made(2)]);
  });

  it('shows what the hub would make of it, and hands nothing in', async () => {
    writeFileSync(join(a.cwd, 'dry.csv'), 'indicator;notes\ndry.cli.example;x\n0.0.0.0/0;all\nno such;y\n');
    const { code, stdout, stderr } = await a.run(['submit', 'dry.csv', '--tlp', 'green', '--dry-run']);
    expect([code, stdout]).toEqual([
      5,
      expect.stringMatching(/^line 2\t\{"tlp":"green","value":"dry.cli.example".*\n$/),
    ]);
    expect(stderr).toContain('dry.csv: csv, separated by semicolons; value=1, description=2');
    expect(stderr).toMatch(/line 3: .*\(observable_overbroad\)/);
    expect(stderr).toContain('1 item would be sent, 2 would be refused; nothing was sent');
    expect((await a.run(['lookup', 'dry.cli.example'])).stdout).toContain('unknown');
    const rows = Array.from({ length: 1_100 }, (_, i) => `n${i}.dry.example\n`).join('');
    const long = await a.run(['submit', '-', '--tlp', 'green', '--dry-run', '--json'], { stdin: rows });
    expect([long.code, long.stdout.split('\n').length]).toEqual([0, 1_001]);
    expect(long.stderr).toContain('of its beginning 1,000 items would be sent');
  });

  it('names warninglists and what was left out; an end of validity holds for all', async () => {
    writeFileSync(join(a.cwd, 'known.csv'), 'indicator,type,to_ids\n8.8.8.8,ip,1\nleft.cli.example,domain,0\n');
    const args = ['submit', 'known.csv', '--tlp', 'green', '--valid-until', '2031-02-03'];
    const { code, stdout, stderr } = await a.run(args);
    expect([code, stdout]).toEqual([0, `${made(1)}\n`]);
    expect(stderr).toContain('line 2: on warninglists: Public DNS resolvers');
    expect(stderr).toContain('line 3: left out');
    const found = await a.run(['search', 'value:8.8.8.8', '--json']);
    expect(found.stdout).toContain('"valid_until":"2031-02-03T00:00:00Z"');
  });

  it('a key that may hand nothing in is told so before a file is sent', async () => {
    const reader = await alliance.key(alliance.org['cert-a'], { scopes: ['read'] });
    writeFileSync(join(a.cwd, 'much.txt'), 'x.example\n'.repeat(500_000));
    const refused = { code: 3, stdout: '', stderr: expect.stringContaining('cert-a may not hand anything in') };
    const env = { TOCSIN_URL: hub.url, TOCSIN_KEY: reader.text };
    expect(await a.run(['submit', 'much.txt', '--tlp', 'green'], { env })).toMatchObject(refused);
    expect(await a.run(['submit', 'none.txt'])).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') });
    expect(await a.run(['submit', '.'])).toMatchObject({ code: 1, stderr: expect.stringContaining('is a folder') });
  });

  it('takes large files, and columns as they are named', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => `${'x'.repeat(1_500)},n${i}.large.example\n`).join('');
    writeFileSync(join(a.cwd, 'large.csv'), `why,indicator\n${rows}`);
    expect(await a.run(['submit', 'large.csv', '--tlp', 'green'])).toMatchObject({
      code: 0,
      stdout: '3,000 created, 0 updated, 0 unchanged, 0 rejected\n',
      stderr: expect.stringContaining('read as csv'),
    });
    const stdin = 'a,b\nmapped.example,why\n';
    const mapped = ['submit', '-', '--tlp', 'green', '--mapping', 'value=1,description=b', '--format', 'csv'];
    expect(await a.run(mapped, { stdin })).toMatchObject({
      code: 0,
      stdout: '1 created, 0 updated, 0 unchanged, 0 rejected\n',
    });
    const wrong = await a.run(['submit', '-', '--tlp', 'green', '--mapping', 'value=9', '--format', 'csv'], { stdin });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('no column 9') });
  });
});
