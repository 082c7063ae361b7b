import type { Command } from 'commander';
import type { Shell } from '../terminal/shell.js';
import { outline, run } from './command.js';
import type { CommonFlags } from './session.js';

/** `tocsin get` */
export function get(shell: Shell): Command {
  const command = outline({
    name: 'get',
    summary: 'print an object as STIX',
    about: 'Values are as they are, not defanged. An object that is hidden from you is not found.',
    examples: [
      ['tocsin get indicator--6f…', 'the current version'],
      ['tocsin get indicator--6f… --versions --json', 'all versions that you may see, one a line'],
    ],
  })
    .argument('<id>', 'STIX id')
    .option('--versions', 'all versions, not only the current one');
  return run<CommonFlags & { versions?: boolean }>(command, shell, async (session, { versions }, id = '') => {
    const hub = await session.hub();
    const objects = versions ? await hub.versions(id) : [(await hub.get(id)).object];
    for (const object of objects) await session.out.data(object, (it) => JSON.stringify(it, undefined, 2));
  });
}
