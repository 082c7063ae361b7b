import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FeedState, FeedStore } from './feed-options.js';

/** Keeps a feed's state in a file of its own; a crash at any moment leaves either the old state or the new. */
export function fileState(path: string): FeedStore {
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : parse(path, text);
    },
    save: (state) => writeAtomically(path, `${JSON.stringify(state)}\n`),
  };
}

/** Begins anew without a word would be the worst answer to a broken file. */
function parse(path: string, text: string): FeedState {
  try {
    const state = JSON.parse(text) as Partial<FeedState> | null;
    if (typeof state?.cursor === 'string') return state as FeedState;
  } catch {
    // Said below.
  }
  throw new Error(`${path} is not a feed state; remove it to begin anew`);
}

/** Readable by the owner alone; written beside, synced, then renamed over. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = join(directory, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** The rename itself is on disk only when its directory is; where directories can't be opened (Windows) it need not be. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
