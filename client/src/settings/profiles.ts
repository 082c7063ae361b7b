import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../state.js';
import { usage } from '../terminal/exit.js';
import type { Shell } from '../terminal/shell.js';
import { configPath, demonstrationPath } from './paths.js';

/** How to reach a hub and as whom. */
export interface Credentials {
  url: string;
  key: string;
  profile?: string;
  /** Where it was found, for those who wonder. */
  source: string;
}

/** What the command line says of it. */
export interface CredentialFlags {
  url?: string;
  key?: string;
  keyFile?: string;
  as?: string;
}

/** Both files have this form; the one of `login` has a URL in each profile, the demonstration's one for all. */
interface ProfileFile {
  url?: string;
  default?: string;
  profiles?: Record<string, { url?: string; key: string }>;
  commands?: Record<string, string>;
}

const sameUrl = (a: string, b: string): boolean => a.replace(/\/+$/, '') === b.replace(/\/+$/, '');

/**
 * Who to be: what the command line says, then `TOCSIN_URL` and `TOCSIN_KEY`, then the profiles of `login`, then those
 * of a demonstration hub in this directory. A profile's key never goes to another URL than its own.
 */
export async function credentials(shell: Shell, command: string, flags: CredentialFlags): Promise<Credentials> {
  const url = flags.url ?? (flags.as === undefined ? shell.env['TOCSIN_URL'] : undefined);
  const profiles = [
    ...(await profilesOf(configPath(shell), command)),
    ...(await profilesOf(demonstrationPath(shell), command)),
  ];
  const key = await explicitKey(shell, flags);
  if (key !== undefined) {
    const at = url ?? profiles[0]?.url;
    if (at === undefined) throw usage('a key, but no hub: say --url or set TOCSIN_URL');
    return { url: at, key, source: flags.key || flags.keyFile ? 'the command line' : 'the environment' };
  }
  const fitting = profiles.filter((profile) => url === undefined || sameUrl(profile.url, url));
  const found = flags.as === undefined ? fitting[0] : fitting.find(({ profile }) => profile === flags.as);
  if (found) return found;
  if (flags.as !== undefined)
    throw usage(`there is no profile «${flags.as}»${url ? ` for ${url}` : ''}; ${known(profiles)}`);
  throw usage(
    url
      ? `no key for ${url}: \`tocsin login --url ${url}\``
      : 'no hub and no key yet: `tocsin login`, or run it where a hub was started',
  );
}

const known = (profiles: Credentials[]): string =>
  profiles.length > 0
    ? `there are ${profiles.map(({ profile }) => profile).join(', ')}`
    : 'there is none yet: `tocsin login`';

async function explicitKey(shell: Shell, flags: CredentialFlags): Promise<string | undefined> {
  if (flags.key !== undefined) return flags.key;
  if (flags.keyFile !== undefined) return (await readFile(flags.keyFile, 'utf8')).trim();
  return flags.as === undefined ? shell.env['TOCSIN_KEY'] || undefined : undefined;
}

/** Profiles of a file, the one to use first. */
async function profilesOf(path: string, command: string): Promise<Credentials[]> {
  const file = await read(path);
  const first = file.commands?.[command] ?? file.default;
  const all = Object.entries(file.profiles ?? {}).flatMap(([profile, { url = file.url, key }]) =>
    url === undefined ? [] : [{ url, key, profile, source: path }],
  );
  return all.toSorted((a, b) => Number(b.profile === first) - Number(a.profile === first));
}

async function read(path: string): Promise<ProfileFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    // A file that may not be read is somebody else's: like none.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return {};
    throw error;
  }
  try {
    return JSON.parse(text) as ProfileFile;
  } catch {
    throw usage(`${path} is not valid JSON`);
  }
}

/** Adds a profile to the file of `login` and makes it the default. */
export async function keepProfile(shell: Shell, name: string, profile: { url: string; key: string }): Promise<string> {
  const path = configPath(shell);
  const file = await read(path);
  const profiles = { ...file.profiles, [name]: profile };
  await writeAtomically(path, `${JSON.stringify({ ...file, default: name, profiles }, undefined, 2)}\n`);
  return path;
}
