import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { Command } from 'commander';
import { HubError } from '../../errors.js';
import { readJson, Rest } from '../../rest.js';
import { ask } from '../../terminal/ask.js';
import { usage } from '../../terminal/exit.js';
import type { CommonFlags, Session } from '../session.js';

/** Who administers: a person, for no API key may. */
export interface AdminFlags extends CommonFlags {
  email?: string;
  passwordFile?: string;
  code?: string;
}

export const adminOptions = (command: Command): Command =>
  command
    .option('--email <email>', 'of an administrator of your organisation; else TOCSIN_EMAIL, or you are asked')
    .option('--password-file <file>', 'a file with the password, - for stdin; else TOCSIN_PASSWORD, or you are asked')
    .option('--code <code>', 'the one-time code, where a second factor is set up');

/** A person typed this: it comes from no page of anybody’s. */
const OWN = { 'sec-fetch-site': 'none' };

interface Opened {
  readonly mfa_required: boolean;
}

/** Signs an administrator in for as long as `work` takes, and out again. */
export async function asAdmin<T>(session: Session, flags: AdminFlags, work: (rest: Rest) => Promise<T>): Promise<T> {
  const { env } = session.shell;
  const url = flags.url ?? env['TOCSIN_URL'] ?? (await session.credentials()).url;
  const email = flags.email ?? env['TOCSIN_EMAIL'] ?? (await ask(session.shell, 'E-mail: '));
  const password = await passwordOf(session, flags);
  if (!email || !password) throw usage('say --email and --password-file; nothing is asked for without a terminal');
  let { opened, cookie } = await open(new Rest({ url, headers: OWN }), '/api/v1/session', { email, password });
  if (opened.mfa_required) {
    const code = flags.code ?? (await ask(session.shell, 'One-time code: '));
    if (!code) throw usage('a second factor is set up: say --code');
    const half = new Rest({ url, headers: { ...OWN, cookie } });
    ({ opened, cookie } = await open(half, '/api/v1/session/totp', { code }));
  }
  const rest = new Rest({ url, headers: { ...OWN, cookie } });
  try {
    return await work(rest);
  } finally {
    await rest.request('DELETE', '/api/v1/session', {}, () => Promise.resolve()).catch(ignored);
  }
}

async function open(rest: Rest, path: string, body: object): Promise<{ opened: Opened; cookie: string }> {
  return rest.request('POST', path, { body }, async (response) => ({
    opened: await readJson<Opened>(response),
    cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  }));
}

async function passwordOf({ shell }: Session, { passwordFile: file }: AdminFlags): Promise<string | undefined> {
  if (file === '-') return (await textOf(shell.stdin)).trimEnd();
  if (file !== undefined) return (await readFile(resolve(shell.cwd, file), 'utf8')).trimEnd();
  return shell.env['TOCSIN_PASSWORD'] ?? (await ask(shell, 'Password: ', { hidden: true }));
}

/** The session ends by itself; what was done was done. */
function ignored(error: unknown): void {
  if (!(error instanceof HubError)) throw error;
}
