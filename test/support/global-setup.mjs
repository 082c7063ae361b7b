import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** One Postgres for the whole run; each test file clones a database of its own from a migrated template. */
export default async function globalSetup() {
  if (isStale()) execFileSync('npx', ['nest', 'build'], { cwd: ROOT });
  // runs outside Jest's transforms, and takes what is compiled, as test files do
  const { startEmbeddedPostgres } = await import('../../dist/src/platform/embedded/postgres.js');
  const dir = fs.mkdtempSync(path.join(roomInMemory() ?? os.tmpdir(), 'tocsin-e2e-'));
  fs.chmodSync(dir, 0o755);
  const postgres = await startEmbeddedPostgres({
    dir: path.join(dir, 'postgres'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      max_connections: '300',
    },
  });
  process.env.E2E_PG_URL = postgres.url();
  globalThis.tocsinPostgres = { postgres, dir };
}

/** Databases come and go with every test file: where there is room for them in memory no disk is asked. */
function roomInMemory() {
  const memory = '/dev/shm';
  if (!fs.existsSync(memory)) return undefined;
  const { bavail, bsize } = fs.statfsSync(memory);
  return bavail * bsize > 4 * 2 ** 30 ? memory : undefined;
}

/** A source is newer than what was compiled last. */
function isStale() {
  const compiled = fs.statSync(path.join(ROOT, 'dist/src/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ['src', 'migrations'].some((dir) =>
    fs
      .readdirSync(path.join(ROOT, dir), { recursive: true })
      .some((file) => file.endsWith('.ts') && fs.statSync(path.join(ROOT, dir, file)).mtimeMs > compiled),
  );
}
