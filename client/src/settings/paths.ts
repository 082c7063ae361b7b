import { createHash } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from '../terminal/shell.js';

const home = ({ env }: Shell): string => env['HOME'] || homedir();

/** Where `login` keeps profiles. */
export const configPath = (shell: Shell): string =>
  join(shell.env['XDG_CONFIG_HOME'] || join(home(shell), '.config'), 'tocsin', 'config.json');

/** Where the hub's demonstration leaves keys to try it with. */
export const demonstrationPath = ({ cwd }: Shell): string => join(cwd, '.tocsin', 'client.json');

/** Where feeds keep their place; beside the demonstration's files when there is no home to write to. */
export async function stateDirectory(shell: Shell): Promise<string> {
  const usual = join(shell.env['XDG_STATE_HOME'] || join(home(shell), '.local', 'state'), 'tocsin');
  if (await writable(usual)) return usual;
  const fallback = join(shell.cwd, '.tocsin');
  await mkdir(fallback, { recursive: true, mode: 0o700 });
  return fallback;
}

async function writable(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await access(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A cursor belongs to one hub, one organisation and one filter; `name` lets one organisation have several places. */
export function stateName(of: { url: string; organisation: string; filter?: string; name?: string }): string {
  const parts = [of.url, of.organisation, of.filter ?? '', of.name ?? ''];
  return `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20)}.json`;
}
