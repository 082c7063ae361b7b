import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, restore } from '../src/platform/index.js';
import { createDatabase } from './support/database.js';
import { Follower } from './support/follower.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'a secret that outlives the database it seals for';

describe('backup and restore', () => {
  it('brings everything back, and refuses cursors from before', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tocsin-backup-'));
    await using hub = await startHub({ TOCSIN_SECRET: SECRET });
    const { api, keys } = await seedAlliance(hub);
    const report = (value: string) => api(keys.a)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    const kept = (await report('kept.example')).body['id'];
    const manifest = await backup(hub.databaseUrl, join(dir, 'one'));
    expect(manifest.tables.find((table) => table.name === 'object')?.rows).toBe(1);
    const lost = (await report('after-the-backup.example')).body['id'];
    using bo = await Follower.open(hub.url, keys.b.text, { after: 'beginning' });
    await until('both', () => bo.held.size === 2 && bo.live);

    const database = await createDatabase();
    await restore(database.url, join(dir, 'one'));
    {
      await using restored = await spawnHub({ DATABASE_URL: database.url, TOCSIN_SECRET: SECRET });
      await expect(Follower.open(restored.url, keys.b.text, { after: bo.cursor })).rejects.toThrow('cursor_epoch');
      using again = await Follower.open(restored.url, keys.b.text, { after: 'beginning' });
      await until('at the head', () => again.live);
      expect([...again.held.keys()]).toEqual([kept]);
      expect((await api(keys.b, restored)('GET', `/api/v1/objects/${String(lost)}`)).status).toBe(404);
      const next = await api(keys.a, restored)('POST', '/api/v1/indicators', {
        value: 'next.example',
        tlp: 'amber',
        audience: 'organisation',
      });
      expect(next.status).toBe(201);
    }

    const table = join(dir, 'one', 'version.copy.gz');
    const whole = readFileSync(table);
    appendFileSync(table, 'x');
    await expect(restore(database.url, join(dir, 'one'))).rejects.toThrow();
    writeFileSync(table, whole);
    await restore(database.url, join(dir, 'one'));
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  });
});
