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

/** A source, or what says how it is compiled, is newer than what was compiled; or one of the two is not there. */
function isStale() {
  const at = (...parts) => fs.statSync(path.join(ROOT, ...parts), { throwIfNoEntry: false })?.mtimeMs;
  const sources = ['src', 'migrations'].flatMap((dir) => filesOf(dir, '.ts').map((file) => file.replace(/\.ts$/, '')));
  const compiled = ['dist/src', 'dist/migrations']
    .flatMap((dir) => filesOf(dir, '.js'))
    .map((file) => file.slice(5, -3));
  const built = Math.min(...compiled.map((file) => at('dist', `${file}.js`)));
  const known = new Set(sources);
  return (
    compiled.some((file) => !known.has(file)) ||
    sources.some((file) => !(at(`${file}.ts`) < (at('dist', `${file}.js`) ?? 0))) ||
    ['.swcrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'].some((file) => at(file) > built)
  );
}

function filesOf(dir, end) {
  if (!fs.existsSync(path.join(ROOT, dir))) return [];
  const files = fs.readdirSync(path.join(ROOT, dir), { recursive: true });
  return files
    .filter((file) => file.endsWith(end) && !file.endsWith(`.spec${end}`))
    .map((file) => path.join(dir, file));
}
