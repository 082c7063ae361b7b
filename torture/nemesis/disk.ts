import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Nemesis, pause, settle } from './nemesis.js';

const run = promisify(execFile);
const mounted = new Set<string>();

/** A small disk of its own; undefined where none can be mounted, as for who is not root. */
export async function smallDisk(megabytes: number): Promise<string | undefined> {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', dir]);
    mounted.add(dir);
    return dir;
  } catch {
    rmSync(dir, { recursive: true, force: true });
    return undefined;
  }
}

/** Unmounts all small disks. */
export async function removeDisks(): Promise<void> {
  for (const dir of mounted) {
    await run('umount', ['-l', dir]).catch(() => undefined);
    rmSync(dir, { recursive: true, force: true });
    mounted.delete(dir);
  }
}

/** The disk is filled to the last byte, until nothing can be written; then there is room again. */
export const fillDisk =
  (dir: string): Nemesis =>
  async (scene) => {
    const { postgres, hubs } = scene.stage;
    const ballast = join(dir, 'ballast');
    fill(ballast);
    await pause(scene, 1_500, 3_000);
    rmSync(ballast);
    if (!postgres.alive) await postgres.restart();
    await postgres.answering();
    await settle(hubs);
  };

function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = 1 << 20; size >= 512;) {
      try {
        writeSync(file, Buffer.alloc(size));
      } catch {
        size >>= 1; // full: what is left is smaller
      }
    }
  } finally {
    closeSync(file);
  }
}
