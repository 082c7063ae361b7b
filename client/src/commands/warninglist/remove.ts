import type { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import { asPerson, type PersonFlags } from '../person.js';

/** `tocsin warninglist remove` */
export function remove(shell: Shell): Command {
  const command = outline({
    name: 'remove',
    summary: 'remove an imported list',
    about: 'For administrators of the alliance, who sign in as a person: see `tocsin warninglist import --help`.',
    examples: [['tocsin warninglist remove cloudflare --user root@alliance.example', 'warn of it no more']],
  })
    .argument('<id>', 'id of the list')
    .option('--user <email>', 'whom to sign in as; or TOCSIN_USER');
  return run<PersonFlags>(command, shell, async (session, flags, id = '') => {
    const path = `/api/v1/warninglists/${encodeURIComponent(id)}`;
    await asPerson(session, flags, (rest) => rest.request('DELETE', path, {}, () => Promise.resolve()));
    await session.out.data({ id, removed: true }, () => `${id} removed`);
  });
}
