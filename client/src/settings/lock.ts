import { open, readFile, rm } from 'node:fs/promises';
import { sleep } from '../backoff.js';

/** A file that only one living process holds. */
export interface Lock {
  release(): Promise<void>;
}

/** Takes the lock, or says which process has it. One left by a process that was killed is taken over. */
export async function lock(path: string): Promise<Lock | { heldBy: number }> {
  for (let attempt = 0; ; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error;
    }
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text === '' && attempt === 0) {
      await sleep(50); // perhaps it is just being written
      continue;
    }
    const pid = Number(text);
    if (alive(pid)) return { heldBy: pid };
    await rm(path, { force: true });
  }
}

/** Our own number on an old lock is chance: containers begin counting anew. */
function alive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
