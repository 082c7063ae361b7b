import type { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { outline, run } from '../command.js';

/** `tocsin warninglist list` */
export function list(shell: Shell): Command {
  const command = outline({
    name: 'list',
    summary: 'print the hub’s warninglists',
    about: 'One line a list: its id, type, number of entries, version and name.',
    examples: [['tocsin warninglist list', 'those of every hub, and the imported ones']],
  });
  return run(command, shell, async (session) => {
    for (const one of await (await session.hub()).warninglists())
      await session.out.data(one, ({ id, type, entries, version, name }) =>
        [id, type, entries, version, printable(name)].join('\t'),
      );
  });
}
