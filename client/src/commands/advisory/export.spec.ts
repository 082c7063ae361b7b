import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { DOCUMENTS, REPORT } from '../../testing/advisory-routes.js';
import { setting } from '../../testing/setting.js';

/** A stdout whose bytes are kept. */
function kept(isTTY = false): { stdout: PassThrough & { isTTY: boolean }; bytes: () => Buffer } {
  const parts: Buffer[] = [];
  const stdout = new PassThrough({
    transform: (part: Buffer, _, done) => {
      parts.push(part);
      done(null, part);
    },
  });
  return { stdout: Object.assign(stdout, { isTTY }), bytes: () => Buffer.concat(parts) };
}

const FORMATS = [
  ['html', 'html'],
  ['md', 'markdown'],
  ['pdf', 'pdf'],
] as const;

describe('advisory export', () => {
  test('prints the STIX report where nothing else is asked for', async () => {
    await using at = await setting();
    const { code, stdout } = await at.user.run(['advisory', 'export', 'report--1']);
    expect([code, stdout]).toEqual([0, `${JSON.stringify(REPORT, undefined, 2)}\n`]);
    expect(await at.user.run(['advisory', 'export', 'report--1', '-o', 'x.json'])).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(JSON.parse(readFileSync(join(at.user.cwd, 'x.json'), 'utf8'))).toEqual(REPORT);
  });

  test.each(FORMATS)('prints %s byte for byte, to stdout and to a file', async (format, asked) => {
    await using at = await setting();
    const args = ['advisory', 'export', 'report--1', '--format', format];
    const { stdout, bytes } = kept();
    expect((await at.user.run(args, { stdout })).code).toBe(0);
    expect(bytes()).toEqual(DOCUMENTS[asked]);
    const { code, stderr } = await at.user.run([...args, '-o', 'document']);
    expect([code, stderr]).toEqual([0, `document: ${DOCUMENTS[asked]!.length} bytes\n`]);
    expect(readFileSync(join(at.user.cwd, 'document'))).toEqual(DOCUMENTS[asked]);
    expect(at.hub.requests.at(-1)!.path).toContain(`format=${asked}`);
  });

  test('prints a bundle on a line', async () => {
    await using at = await setting();
    for (const more of [[], ['--json']]) {
      const { stdout } = await at.user.run(['advisory', 'export', 'report--1', '--format', 'stix', ...more]);
      expect(stdout).toBe(`${DOCUMENTS['stix']!.toString()}\n`);
    }
  });

  test('writes no PDF to a terminal, and nothing that a terminal would obey', async () => {
    await using at = await setting();
    const run = async (format: string) => {
      const { stdout, bytes } = kept(true);
      const { code, stderr } = await at.user.run(['advisory', 'export', 'report--1', '--format', format], { stdout });
      return { code, stderr, text: bytes().toString('latin1') };
    };
    expect(await run('pdf')).toMatchObject({ code: 2, stderr: expect.stringContaining('-o') as string, text: '' });
    expect(at.hub.requests).toHaveLength(0);
    const { code, text } = await run('md');
    expect([code, text.includes('\u001b'), text.includes('them.')]).toEqual([0, false, true]);
  });

  test.each([
    [['--format', 'docx'], 2],
    [['--format', 'html', '--json'], 2],
    [['--format', 'pdf', '-o', 'no/such/folder'], 1],
  ])('with %j ends with %i', async (more, code) => {
    await using at = await setting();
    expect(await at.user.run(['advisory', 'export', 'report--1', ...more])).toMatchObject({ code, stdout: '' });
  });

  test('of what is not there ends with 4, and leaves no file', async () => {
    await using at = await setting();
    const { code } = await at.user.run(['advisory', 'export', 'report--2', '--format', 'pdf', '-o', 'x.pdf']);
    expect(code).toBe(4);
    expect(() => readFileSync(join(at.user.cwd, 'x.pdf'))).toThrow('ENOENT');
  });
});
