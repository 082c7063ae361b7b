import type { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import type { CommonFlags } from '../session.js';

/** `tocsin advisory export` */
export function exportCommand(shell: Shell): Command {
  const command = outline({
    name: 'export',
    summary: 'print an advisory as a document of its own',
    about: 'The STIX 2.1 report, with its signatures: what `tocsin verify FILE` checks anywhere.',
    examples: [['tocsin advisory export report--6f… > advisory.json', 'as it was published']],
  }).argument('<id>', 'id of the advisory');
  return run<CommonFlags>(command, shell, async (session, _, id = '') => {
    const report = await (await session.hub()).advisories.get(id);
    await session.out.data(report, (it) => JSON.stringify(it, undefined, 2));
  });
}
