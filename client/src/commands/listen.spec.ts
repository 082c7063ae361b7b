import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Finished } from '../testing/run-cli.js';
import { lines, setting } from '../testing/setting.js';
import { since } from './since.js';

const names = ({ stdout }: Pick<Finished, 'stdout'>): string[] =>
  lines(stdout).map((line) => line.split('\t')[5]!.split('[')[0]!);

describe('listen', () => {
  test('stopped and started again goes on exactly where it stopped', async () => {
    await using at = await setting();
    at.hub.publish('before');
    const first = at.user.start(['listen']);
    await first.until(({ stderr }) => stderr.includes('Live'));
    expect(first.stderr).toContain('from now on');
    at.hub.publish('a', 'b');
    await first.until(({ stdout }) => lines(stdout).length === 2);
    first.stop();
    expect(await first.finished).toMatchObject({ code: 130 });
    at.hub.publish('c', 'd');
    const second = await at.user.run(['listen', '--until-live']);
    expect([...names(first), ...names(second)]).toEqual(['a', 'b', 'c', 'd']);
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('going on where it stopped') as string });
  });

  test('--since goes back; a name keeps a place of its own', async () => {
    await using at = await setting();
    at.hub.publish('a');
    expect(names(await at.user.run(['listen', '--since', 'beginning', '--until-live']))).toEqual(['a']);
    expect(names(await at.user.run(['listen', '--until-live']))).toEqual([]);
    expect(names(await at.user.run(['listen', '--since', '0s', '--until-live', '--name', 'other']))).toEqual([]);
    expect(names(await at.user.run(['listen', '--since', 'beginning', '--until-live', '--name', 'other']))).toEqual([
      'a',
    ]);
  });

  test('a lost connection is said and mended', async () => {
    await using at = await setting();
    const listening = at.user.start(['listen']);
    await listening.until(({ stderr }) => stderr.includes('Live'));
    at.hub.cut();
    at.hub.publish('missed');
    await listening.until(({ stderr }) => stderr.includes('Back, nothing missed'));
    expect(names(listening)).toEqual(['missed']);
    listening.stop();
    await listening.finished;
  });

  test('something missing is said loudly, ends it with 1, and is asked for again', async () => {
    await using at = await setting();
    const listening = at.user.start(['listen']);
    await listening.until(({ stderr }) => stderr.includes('Live'));
    at.hub.ledgers.add('all', 'lost');
    at.hub.publish('a');
    const { code, stdout, stderr } = await listening.finished;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('THE FEED IS NOT WHOLE: gap in audience all');
    expect(names(await at.user.run(['listen', '--until-live', '--unchecked']))).toEqual(['a']);
  });

  test('one place has one listener', async () => {
    await using at = await setting();
    const listening = at.user.start(['listen']);
    await listening.until(({ stderr }) => stderr.includes('Live'));
    // Ours is the same process, which a lock takes for chance: as if another had it.
    const state = lines((await at.user.run(['doctor', '--json'])).stdout).map(
      (line) => JSON.parse(line) as { check: string; detail: string },
    );
    const directory = state.find(({ check }) => check === 'state')!.detail;
    const held = readdirSync(directory).find((name) => name.endsWith('.lock'))!;
    writeFileSync(join(directory, held), String(process.ppid));
    const { code, stderr } = await at.user.run(['listen']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--name')]);
    listening.stop();
    await listening.finished;
  });

  test('--exec runs for each entry; one that fails comes again, those before it do not', async () => {
    await using at = await setting();
    at.hub.publish('a', 'b', 'c');
    const out = join(at.user.cwd, 'out');
    const exec = `read entry; echo "$entry" | grep -q '"indicator--b"' && [ ! -e ${out}.ok ] && exit 7; echo "$entry" >> ${out}`;
    const failed = await at.user.run(['listen', '--since', 'beginning', '--until-live', '--exec', exec]);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('ended with 7') as string });
    writeFileSync(`${out}.ok`, '');
    expect(await at.user.run(['listen', '--until-live', '--exec', exec])).toMatchObject({ code: 0 });
    const done = lines(readFileSync(out, 'utf8')).map(
      (line) => (JSON.parse(line) as { object: { id: string } }).object.id,
    );
    expect(done).toEqual(['indicator--a', 'indicator--b', 'indicator--c']);
  });

  test('--forward-to posts until it is taken', async () => {
    await using at = await setting();
    at.hub.publish('a', 'b');
    const got: string[] = [];
    const target = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => got.push(chunk.toString()));
      request.on('end', () => response.writeHead(got.length === 1 ? 500 : 204).end());
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const { code, stderr } = await at.user.run(['listen', '--since', 'beginning', '--until-live', '--forward-to', url]);
    target.close();
    expect([code, stderr]).toEqual([0, expect.stringContaining('HTTP 500; again in')]);
    expect(got).toHaveLength(2);
    expect(JSON.parse(got[1]!)).toMatchObject({ entries: [{ position: 1 }, { position: 2 }], cursor: 'c2' });
  });

  test('a reader that goes away ends it quietly, and what it did not read comes again', async () => {
    await using at = await setting();
    at.hub.publish('a');
    const stdout = new PassThrough();
    stdout.destroy();
    const args = ['listen', '--since', 'beginning', '--until-live'];
    expect(await at.user.start(args, { stdout }).finished).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('tocsin:') as string,
    });
    expect(names(await at.user.run(['listen', '--until-live']))).toEqual(['a']);
  });

  test.each([[['--since', '']], [['--exec', 'x', '--forward-to', 'http://x']], [['--forward-to', 'x']], [['--frob']]])(
    '%j is a matter of usage',
    async (args) => {
      await using at = await setting();
      expect(await at.user.run(['listen', ...args])).toMatchObject({ code: 2 });
    },
  );

  test('an age is a replay in which what is older is left out', () => {
    expect(since('7d', 10 * 86_400_000)).toEqual({ after: 'beginning', notBefore: 3 * 86_400_000 });
    expect(since('beginning')).toEqual({ after: 'beginning' });
    expect(since('c.abc')).toEqual({ after: 'c.abc' });
  });
});
