import type { Command } from 'commander';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import type { CommonFlags } from '../session.js';

type Flags = CommonFlags & { reason?: string; supersededBy?: string };

/** `tocsin advisory withdraw` */
export function withdraw(shell: Shell): Command {
  const command = outline({
    name: 'withdraw',
    summary: 'take a published advisory back, or say which one supersedes it',
    about:
      'It stays to be seen by those who had it, as withdrawn, with the reason. One that is superseded names another, ' +
      'which everybody who has it can read.',
    examples: [
      ['tocsin advisory withdraw report--6f… --reason "The hashes were wrong."', ''],
      ['tocsin advisory withdraw report--6f… --reason "See the joint one." --superseded-by report--a1…', ''],
    ],
  })
    .argument('<id>', 'id of the advisory')
    .option('--reason <text>', 'why; everybody who has the advisory reads it')
    .option('--superseded-by <id>', 'the advisory that stands in its place');
  return run<Flags>(command, shell, async (session, { reason, supersededBy }, id = '') => {
    if (reason === undefined) throw usage('say why: --reason "…"');
    const { advisories } = await session.hub();
    const work = await advisories.withdraw(id, reason, supersededBy);
    await session.out.data(work, (it) => `${it.id}\t${supersededBy === undefined ? it.state : 'superseded'}`);
  });
}
