import { Rest } from '../rest.js';
import { ask } from '../terminal/ask.js';
import { usage } from '../terminal/exit.js';
import type { CommonFlags, Session } from './session.js';

/** What is done as a person, and with no key: keys never manage an alliance. */
export interface PersonFlags extends CommonFlags {
  user?: string;
}

/**
 * Signs in as a person, works, and signs out again. The password comes from `TOCSIN_PASSWORD` or is asked for on a
 * terminal; so is the one-time code (`TOCSIN_CODE`) where there is one.
 */
export async function asPerson<T>(session: Session, flags: PersonFlags, work: (rest: Rest) => Promise<T>): Promise<T> {
  const { shell } = session;
  const url = flags.url ?? shell.env['TOCSIN_URL'] ?? (await session.credentials()).url;
  const email = flags.user ?? shell.env['TOCSIN_USER'] ?? (await ask(shell, 'E-mail address: '));
  const password = shell.env['TOCSIN_PASSWORD'] ?? (await ask(shell, 'Password: ', { hidden: true }));
  if (!email || !password)
    throw usage('say --user, and the password in TOCSIN_PASSWORD; nothing is asked for without a terminal');
  const opened = await open(new Rest({ url, headers: OWN }), '', { email, password });
  const rest = opened.pending ? await complete(session, url, opened.cookie) : signed(url, opened.cookie);
  try {
    return await work(rest);
  } finally {
    await rest.request('DELETE', '/api/v1/session', {}, () => Promise.resolve()).catch(() => undefined);
  }
}

/** As the hub's own page says it: a person acts, and no other site does through a browser. */
const OWN = { 'sec-fetch-site': 'same-origin' };

const signed = (url: string, cookie: string): Rest => new Rest({ url, headers: { ...OWN, cookie } });

async function open(rest: Rest, step: '' | '/totp', body: object): Promise<{ cookie: string; pending: boolean }> {
  return rest.request('POST', `/api/v1/session${step}`, { body }, async (response) => ({
    cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    pending: ((await response.json()) as { mfa_required?: boolean }).mfa_required === true,
  }));
}

async function complete({ shell }: Session, url: string, cookie: string): Promise<Rest> {
  const code = shell.env['TOCSIN_CODE'] ?? (await ask(shell, 'One-time code: '));
  if (!code) throw usage('say the one-time code in TOCSIN_CODE');
  const { cookie: next } = await open(signed(url, cookie), '/totp', { code });
  return signed(url, next);
}
