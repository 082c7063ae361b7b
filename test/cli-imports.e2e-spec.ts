import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../client/src/testing/spawn-cli.js';
import { type Hub, startHub } from './support/hub.js';
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
    const { code, stdout, stderr } = await a.run(['submit', 'intel.dat', '--format', 'zeek', '--tlp', 'green']);
    expect([code, stdout]).toEqual([5, '2 created, 0 updated, 0 unchanged, 1 rejected\n']);
    expect(stderr).toMatch(/intel\.dat: import [\da-f-]{36}, read as zeek/);
    expect(stderr).toMatch(/line 3,rejected,observable_invalid,/);
    const [, id = ''] = /import ([\da-f-]{36})/.exec(stderr) ?? [];
    expect((await a.run(['import', 'list'])).stdout).toContain(`${id}  `);
    expect((await a.run(['import', 'status', id])).stdout).toContain('done  zeek  intel.dat  100 %, 3 items');
    expect((await a.run(['import', 'outcomes', id, '--only', 'created'])).stdout).toMatch(
      /^place,outcome,code,reason,id\nline 2,created,,,indicator--[\da-f-]{36}\nline 4,created,/,
    );
    expect(await a.run(['import', 'cancel', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('conflict'),
    });
    expect(await a.run(['import', 'status', '0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11'])).toMatchObject({ code: 4 });
  }, 120_000);

  it('sends large files that way by itself, and columns as they are named', async () => {
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
  }, 120_000);
});
