import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A change of one file of the compiled hub. `find` must be in it exactly once. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/**
 * A copy of the compiled hub with a bug planted in it. Throws when a text to be replaced is not there exactly once: a
 * control that no longer bites must not pass for one that does.
 */
export function plant(root: string, patches: readonly Patch[]): { dist: string; remove(): void } {
  const copy = mkdtempSync(join(tmpdir(), 'tocsin-planted-'));
  const dist = join(copy, 'dist');
  copies.add(copy);
  try {
    for (const part of ['src', 'migrations']) cpSync(join(root, 'dist', part), join(dist, part), { recursive: true });
    symlinkSync(resolve(root, 'node_modules'), join(copy, 'node_modules'));
    cpSync(join(root, 'package.json'), join(copy, 'package.json'));
    for (const { file, find, put } of patches) {
      const path = join(dist, 'src', file);
      const pieces = readFileSync(path, 'utf8').split(find);
      if (pieces.length !== 2) throw new Error(`${file} has ${pieces.length - 1} times: ${find}`);
      writeFileSync(path, pieces.join(put));
    }
  } catch (error) {
    remove(copy);
    throw error;
  }
  return { dist, remove: () => remove(copy) };
}

const copies = new Set<string>();

function remove(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
  copies.delete(copy);
}

/** Removes all copies: after a failure or a signal. */
export function removeCopies(): void {
  for (const copy of copies) remove(copy);
}
