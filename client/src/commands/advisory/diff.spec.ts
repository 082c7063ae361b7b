import { PassThrough } from 'node:stream';
import { setting } from '../../testing/setting.js';

describe('advisory diff', () => {
  test('prints a unified text, with nothing in it that a terminal would obey', async () => {
    await using at = await setting();
    const { code, stdout } = await at.user.run(['advisory', 'diff', 'report--1', '--from', '1', '--to', '2']);
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        '--- version 1',
        '+++ version 2',
        '@@ severity @@',
        '+high',
        '@@ techniques @@',
        '-T1190',
        '+T1078',
        '@@ body @@',
        '@@ -1,2 +1,2 @@',
        '-Patch them.',
        '+Patch all.',
        ' Now [2J.',
        '',
      ],
    ]);
  });

  test('is coloured on a terminal, and shows the words that changed', async () => {
    await using at = await setting();
    const stdout = Object.assign(new PassThrough(), { isTTY: true });
    const { stdout: text } = await at.user.run(['advisory', 'diff', 'report--1'], { stdout });
    const [red, green, bold, plain] = ['31', '32', '1', '0'].map((code) => `\u001b[${code}m`);
    const line = (colour: string | undefined, op: string, word: string) =>
      `${colour}${op}${plain}${colour}Patch ${plain}${bold}${colour}${word}${plain}${plain}`;
    expect(text).toContain(`${line(red, '-', 'them.')}\n${line(green, '+', 'all.')}\n`);
  });
});

describe('advisory draft', () => {
  test('begins with a template, by its name or id, with or without a file over it', async () => {
    await using at = await setting();
    for (const name of ['alert', 'Alert'])
      expect((await at.user.run(['advisory', 'draft', '--template', name])).code).toBe(0);
    const both = await at.user.run(['advisory', 'draft', '-', '--template', 'alert'], { stdin: '{"title":"t"}' });
    expect(both.code).toBe(0);
    expect((await at.user.run(['advisory', 'draft', '--template', 'none'])).code).toBe(2);
    expect((await at.user.run(['advisory', 'draft'])).code).toBe(2);
  });
});
