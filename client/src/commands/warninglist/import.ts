import type { Command } from 'commander';
import { basename, dirname } from 'node:path';
import { textOf } from '../../terminal/source.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { counted } from '../../terminal/text.js';
import { putWarninglist } from '../../warninglists.js';
import { outline, run } from '../command.js';
import { asPerson, type PersonFlags } from '../person.js';

/** `tocsin warninglist import` */
export function importCommand(shell: Shell): Command {
  const command = outline({
    name: 'import',
    summary: 'import a list of MISP’s, in the place of what had its id',
    about:
      'For administrators of the alliance, who sign in as a person: --user and TOCSIN_PASSWORD, or what is asked for on a terminal. ' +
      'FILE is a `list.json` of misp-warninglists; its id is the name of its directory, or of the file, unless --id says another.',
    examples: [
      ['tocsin warninglist import lists/cloudflare/list.json --user root@alliance.example', 'as `cloudflare`'],
      ['tocsin warninglist import ours.json --id our-networks', 'under an id of your own'],
    ],
  })
    .argument('<file>', 'a file, or - for stdin')
    .option('--id <id>', 'the id of the list on the hub')
    .option('--user <email>', 'whom to sign in as; or TOCSIN_USER');
  return run<PersonFlags & { id?: string }>(command, shell, async (session, flags, file = '-') => {
    const id = flags.id ?? idOf(file);
    const parts: string[] = [];
    for await (const part of textOf(file, shell.stdin)) parts.push(part);
    const body = parsed(parts.join(''), file);
    const done = await asPerson(session, flags, (rest) => putWarninglist(rest, id, body));
    await session.out.data(done, (it) => `${it.id}\t${it.type}\t${it.entries}\t${it.version}\t${it.name}`);
    session.out.say(`${done.id}: ${counted(done.entries, 'entry', 'entries')}`);
  });
}

function idOf(file: string): string {
  if (file === '-') throw usage('say --id: stdin has no name');
  const name = basename(file).replace(/\.json$/i, '');
  return (name === 'list' ? basename(dirname(file)) : name).toLowerCase();
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usage(`${file} is not JSON`);
  }
}
