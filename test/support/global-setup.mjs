// Runs outside Jest’s transforms, so it takes the compiled wrapper: `npm test` builds first.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded/postgres.js';

/** One Postgres for the whole run; each test file clones a database of its own from a migrated template. */
export default async function globalSetup() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tocsin-e2e-'));
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
