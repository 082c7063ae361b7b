import type { Command } from 'commander';
import type { ListedAdvisory, ListedWork } from '../../advisory/advisories.js';
import type { Output, Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { TLP_WIDTH, tlpText } from '../../terminal/style.js';
import type { Tlp } from '../../types.js';
import { outline, run } from '../command.js';
import { whole } from '../options.js';
import type { CommonFlags } from '../session.js';

type Flags = CommonFlags & { open?: boolean; work?: boolean; limit?: number };

/** `tocsin advisory list` */
export function list(shell: Shell): Command {
  const command = outline({
    name: 'list',
    summary: 'published advisories, newest first; or those at work',
    examples: [
      ['tocsin advisory list', 'the latest'],
      ['tocsin advisory list --open', 'those that your organisation has not answered'],
      ['tocsin advisory list --work', 'those that it writes or is asked to sign'],
    ],
  })
    .option('--open', 'only those that your organisation has not answered')
    .option('--work', 'those that your organisation writes or is asked to sign')
    .option('--limit <n>', 'at most so many (50)', whole(1, 10_000));
  return run<Flags>(command, shell, async (session, { open, work, limit = 50 }) => {
    const { advisories } = await session.hub();
    if (work) {
      for (const one of await advisories.atWork()) await session.out.data(one, (it) => workLine(it, session.out));
      return;
    }
    for await (const one of advisories.list({ open: open === true, limit }))
      await session.out.data(one, (it) => publishedLine(it, session.out));
  });
}

const label = (tlp: Tlp, { style, isTerminal }: Output): string =>
  style.tlp(tlp) + (isTerminal ? ' '.repeat(Math.max(0, TLP_WIDTH - tlpText(tlp).length)) : '');

const line = (columns: readonly string[], { isTerminal }: Output): string => columns.join(isTerminal ? '  ' : '\t');

function publishedLine(it: ListedAdvisory, out: Output): string {
  const state = it.withdrawn ? (it.superseded_by === null ? 'withdrawn' : 'superseded') : (it.acknowledged ?? 'open');
  const columns = [it.published.slice(0, 10), label(it.tlp, out), state.padEnd(12), (it.severity ?? '-').padEnd(8)];
  return line([...columns, printable(it.title), out.style.dim(it.id)], out);
}

function workLine(it: ListedWork, out: Output): string {
  const columns = [it.state.padEnd(9), label(it.tlp, out), it.part.padEnd(6), `v${it.version}`];
  return line([...columns, printable(it.title), out.style.dim(it.id)], out);
}
