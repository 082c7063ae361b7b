import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { usage } from '../terminal/exit.js';
import { ask } from '../terminal/ask.js';
import { keepProfile } from '../settings/profiles.js';
import type { Shell } from '../terminal/shell.js';
import { outline, run } from './command.js';
import type { CommonFlags, Session } from './session.js';

/** `tocsin login` */
export function login(shell: Shell): Command {
  const command = outline({
    name: 'login',
    summary: 'store an API key, so that no other command needs one',
    about:
      'Asks for what is not given, on a terminal only. `--key -` reads the key from stdin. The key is tried, then stored, ' +
      'readable by you alone, as a profile named after the organisation or --as NAME; it becomes the default.',
    examples: [
      ['tocsin login', 'ask for address and key'],
      ['tocsin login --url https://hub.example --key - < key.txt', 'ask for nothing'],
      ['tocsin login --as test', 'keep it under a name of its own'],
    ],
  });
  return run(command, shell, act);
}

async function act(session: Session, flags: CommonFlags): Promise<void> {
  const url = flags.url ?? (await ask(session.shell, 'Address of the hub: '));
  if (url === undefined) throw usage('say --url; nothing is asked for without a terminal');
  const { protocol, hostname } = parse(url);
  const key = await keyOf(session, flags);
  if (!key) throw usage('say --key - or --key-file FILE; nothing is asked for without a terminal');
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol === 'http:' && !local)
    session.out.say('Beware: http is not encrypted, everyone on the way can read the key.');
  const { organisation, scopes, ceiling } = await session.hubOf({ url, key }).me();
  const name = flags.as ?? organisation.short_name;
  const path = await keepProfile(session.shell, name, { url, key });
  await session.out.data({ profile: name, url, organisation, scopes, ceiling, path }, () => `${name}\t${url}`);
  session.out.say(`Logged in as ${organisation.name} (${scopes.join(', ')}); kept in ${path}.`);
}

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return parsed;
  throw usage(`«${url}» is not an http or https address`);
}

async function keyOf({ shell }: Session, { key, keyFile }: CommonFlags): Promise<string | undefined> {
  if (key === '-') return (await textOf(shell.stdin)).trim();
  if (key !== undefined) return key;
  if (keyFile !== undefined) return (await readFile(keyFile, 'utf8')).trim();
  return ask(shell, 'API key: ', { hidden: true });
}
