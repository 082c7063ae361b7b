import type { Command } from 'commander';
import type { AdvisoryDiff, DiffHunk, Difference, DiffLine } from '../../advisory/diff.js';
import type { Shell } from '../../terminal/shell.js';
import type { Style } from '../../terminal/style.js';
import { printable } from '../../terminal/text.js';
import { outline, run } from '../command.js';
import { whole } from '../options.js';
import type { CommonFlags } from '../session.js';

type Flags = CommonFlags & { from?: number; to?: number; work?: boolean };

/** `tocsin advisory diff` */
export function diff(shell: Shell): Command {
  const number = whole(1, 999_999_999);
  const command = outline({
    name: 'diff',
    summary: 'in what a version of an advisory differs from another',
    about:
      'Of the versions that you may read; by itself, the last two. With --work, of the revisions of what you write.',
    examples: [
      ['tocsin advisory diff report--6f…', 'what is new'],
      ['tocsin advisory diff report--6f… --from 1 --to 3', 'between these two'],
      ['tocsin advisory diff report--6f… --work', 'what was saved last'],
    ],
  })
    .argument('<id>', 'id of the advisory')
    .option('--from <n>', 'the version before', number)
    .option('--to <n>', 'the version after', number)
    .option('--work', 'revisions of the text at work instead');
  return run<Flags>(command, shell, async (session, { from, to, work }, id = '') => {
    const { advisories } = await session.hub();
    const between = { ...(from && { from }), ...(to && { to }) };
    const found = await (work ? advisories.diffAtWork(id, between) : advisories.diff(id, between));
    await session.out.data(found, (it) => unified(it, session.out.style));
  });
}

/** As `diff -u` prints it, a property after the other; colours and bold where the terminal has them. */
function unified({ from, to, changes }: AdvisoryDiff, style: Style): string {
  const name = ({ version, revision }: AdvisoryDiff['from']) =>
    revision === undefined ? `version ${version}` : `revision ${revision}`;
  return [
    style.red(`--- ${name(from)}`),
    style.green(`+++ ${name(to)}`),
    ...changes.flatMap((change) => [style.bold(`@@ ${printable(change.field)} @@`), ...linesOf(change, style)]),
  ].join('\n');
}

function linesOf(change: Difference, style: Style): string[] {
  if ('hunks' in change)
    return change.hunks.flatMap((hunk) => [style.dim(placeOf(hunk)), ...hunk.lines.map((line) => lineOf(line, style))]);
  const [out, into] = 'added' in change ? [change.removed, change.added] : [[change.before], [change.after]];
  if (out.length + into.length === 0) return [' in another order'];
  return [...valuesOf('-', out), ...valuesOf('+', into)].map((line) => lineOf(line, style));
}

const placeOf = ({ before, after, lines }: DiffHunk): string => {
  const count = (not: DiffLine['op']) => lines.filter(({ op }) => op !== not).length;
  return `@@ -${before},${count('+')} +${after},${count('-')} @@`;
};

const valuesOf = (op: '-' | '+', values: readonly unknown[]): DiffLine[] =>
  values
    .filter((value) => value !== null)
    .flatMap((value) => (typeof value === 'string' ? value.split('\n') : [JSON.stringify(value)]))
    .map((text) => ({ op, text }));

/** Others' text: nothing in it that a terminal would obey. */
function lineOf({ op, text, words = [{ text, changed: false }] }: DiffLine, style: Style): string {
  const colour = { '-': style.red, '+': style.green, ' ': (plain: string) => plain }[op];
  const painted = words.map((word) => {
    const part = colour(printable(word.text));
    return word.changed ? style.bold(part) : part;
  });
  return colour(op) + painted.join('');
}
