import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { User } from '../client/src/testing/run-cli.js';
import { certificate } from './support/certificate.js';
import { envFor } from './support/webhook-hub.js';
import { startHub } from './support/hub.js';
import { PASSWORD, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';
import { Receiver } from './support/webhook-receiver.js';

describe('what leaves, by the command line', () => {
  it('exports to stdout, or to a file that is replaced only by a whole one', async () => {
    await using hub = await startHub();
    const { keys, api } = await seedAlliance(hub);
    using user = new User({ TOCSIN_URL: hub.url, TOCSIN_KEY: keys.b.text });
    const names = ['one.example', 'two.example'];
    for (const value of names)
      await api(keys.a)('POST', '/api/v1/indicators', { value, tlp: 'green', labels: ['cli'] });
    const shown = await user.run(['export', '--format', 'hosts', 'label:cli']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(/^0\.0\.0\.0 two\.example\n0\.0\.0\.0 one\.example\n# end: 2 values$/m);
    const file = join(user.cwd, 'rpz.tocsin');
    const kept = await user.run(['export', '--format', 'rpz', 'label:cli', '-o', 'rpz.tocsin']);
    expect(kept).toMatchObject({ code: 0, stdout: '' });
    const whole = readFileSync(file, 'utf8');
    expect(whole).toContain('*.one.example IN CNAME .\n');
    expect(await user.run(['export', '--format', 'rpz', '(', '-o', 'rpz.tocsin'])).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect(readdirSync(user.cwd)).toEqual(['rpz.tocsin']);
    expect(await user.run(['export', 'label:cli'])).toMatchObject({ code: 2 });
    expect(existsSync(join(user.cwd, 'undefined'))).toBe(false);
  });

  it('administers webhooks, signed in for as long as it takes', async () => {
    const good = certificate();
    await using receiver = await Receiver.start(good);
    await using hub = await startHub(envFor(receiver, good));
    const { keys, api, people } = await seedAlliance(hub);
    using user = new User({ TOCSIN_URL: hub.url, TOCSIN_EMAIL: people.adminA.email });
    writeFileSync(join(user.cwd, 'password'), `${PASSWORD}\n`);
    const webhook = (...args: string[]) => user.run(['webhook', ...args], { env: { TOCSIN_PASSWORD: PASSWORD } });
    const added = await webhook('add', receiver.url, '--filter', 'label:cli');
    expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f-]{36}\twhsec_\S+\n$/) as string });
    const id = added.stdout.split('\t')[0]!;
    expect((await webhook('list')).stdout).toBe(`${id}\tok\t${receiver.url}\tlabel:cli\n`);
    expect(await webhook('test', id)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^204\t\d+ ms\tok\n$/) as string,
    });
    await api(keys.b)('POST', '/api/v1/indicators', { value: 'cli.example', tlp: 'green', labels: ['cli'] });
    await until('it', () => receiver.names.includes('cli.example'));
    await until('it noted', async () => (await webhook('log', id)).stdout.split('\n').length === 3);
    expect((await webhook('log', id)).stdout).toMatch(/delivered\t1 entries\t204\t\d+ ms\n/);
    expect((await webhook('pause', id)).stdout).toContain(`${id}\tpaused\t`);
    expect((await webhook('replay', id, '--after', 'beginning')).code).toBe(0);
    await until('it again', () => receiver.names.length === 2);
    const changed = await webhook('change', id, '--name', 'SOAR', '--filter', 'label:cli type:domain');
    expect(changed).toMatchObject({ code: 0, stdout: `${id}\tok\t${receiver.url}\tlabel:cli type:domain\n` });
    expect((await webhook('change', id, '--filter', '')).stdout).toContain(`${receiver.url}\t(everything)`);
    expect((await webhook('change', id, '--address', 'https://elsewhere.example/')).code).not.toBe(0);
    expect((await webhook('change', id)).code).toBe(2);
    expect((await webhook('rotate', id)).stdout).toMatch(/^whsec_/);
    expect((await user.run(['webhook', 'remove', id, '--password-file', 'password'])).code).toBe(0);
    expect((await webhook('list')).stdout).toBe('');
    const wrong = await user.run(['webhook', 'list'], { env: { TOCSIN_PASSWORD: 'wrong' } });
    expect(wrong.code).toBe(3);
    const open = await rowsOf(hub, 'select from session where person_id = $1', [people.adminA.id]);
    expect(open).toHaveLength(1); // the one that was there before
  });
});
