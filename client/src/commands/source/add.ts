import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ask } from '../../terminal/ask.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import type { AudienceSpec, Tlp } from '../../types.js';
import { outline, run } from '../command.js';
import { audience, tlp, whole } from '../options.js';
import type { Session } from '../session.js';
import { type AdminFlags, adminOptions, asAdmin } from '../webhook/sign-in.js';
import { line, PATH, type Source } from './shown.js';

interface AddFlags extends AdminFlags {
  tlp: Tlp;
  to?: AudienceSpec;
  collection?: string;
  name?: string;
  every?: number;
  auth?: string;
  user?: string;
  secretFile?: string;
}

/** `tocsin source add` */
export function add(shell: Shell): Command {
  const command = adminOptions(
    outline({
      name: 'add',
      summary: 'pull from somewhere',
      examples: [
        ['tocsin source add misp-feed https://misp.example/feed/ --tlp clear', 'a feed that is open to all'],
        ['tocsin source add misp https://misp.example/ --tlp amber --to organisation --auth key', 'asks for the key'],
      ],
    }),
  )
    .argument('<kind>', 'taxii, misp-feed or misp')
    .argument('<url>', 'https')
    .requiredOption('--tlp <label>', 'the label that all of it has at least', tlp)
    .option('--to <audience>', 'whom it goes to at most: all, organisation, group:ID, or names with commas', audience)
    .option('--collection <id>', 'where the URL is that of a TAXII API root')
    .option('--name <name>', 'what you call it')
    .option('--every <seconds>', 'between two pulls (3600)', whole(60, 604_800))
    .option('--auth <scheme>', 'basic, bearer or key')
    .option('--user <name>', 'with --auth basic')
    .option('--secret-file <file>', 'with the password, token or key; else TOCSIN_SOURCE_SECRET, or you are asked');
  return run<AddFlags>(command, shell, async (session, flags, kind = '', url = '') => {
    const { collection, name, every } = flags;
    const auth = await authOf(session, flags);
    const body = { kind, url, collection, name, every, tlp: flags.tlp, audience: flags.to, auth };
    await asAdmin(session, flags, async (rest) => session.out.data(await rest.post<Source>(PATH, body), line));
  });
}

async function authOf(session: Session, flags: AddFlags): Promise<object | undefined> {
  if (flags.auth === undefined) return undefined;
  const secret = await secretOf(session, flags);
  if (!secret) throw usage('say --secret-file; nothing is asked for without a terminal');
  switch (flags.auth) {
    case 'basic':
      return { scheme: 'basic', user: flags.user ?? '', password: secret };
    case 'bearer':
      return { scheme: 'bearer', token: secret };
    case 'key':
      return { scheme: 'key', key: secret };
    default:
      throw usage('--auth is basic, bearer or key');
  }
}

async function secretOf({ shell }: Session, { secretFile: file }: AddFlags): Promise<string | undefined> {
  if (file !== undefined) return (await readFile(resolve(shell.cwd, file), 'utf8')).trimEnd();
  return shell.env['TOCSIN_SOURCE_SECRET'] ?? (await ask(shell, 'Password, token or key: ', { hidden: true }));
}
