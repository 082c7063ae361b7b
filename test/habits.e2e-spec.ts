import { readFileSync, writeFileSync } from 'node:fs';
import { FAULTS } from '../src/kernel/index.js';
import { createDatabase } from './support/database.js';
import { dumpSchema } from './support/schema.js';

describe('habits', () => {
  it('keeps docs/faults.md equal to the table of faults, both ways', () => {
    const page = readFileSync('docs/faults.md', 'utf8');
    const documented = [...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| (.+?) \|$/gm)].map(
      ([, code, status, title]) => [code, Number(status), title],
    );
    expect(documented).toEqual(Object.entries(FAULTS).map(([code, [status, title]]) => [code, status, title]));
  });

  it('keeps migrations/schema.sql equal to what the migrations make', async () => {
    const database = await createDatabase();
    try {
      const schema = await dumpSchema(database.url);
      if (process.env['UPDATE_SCHEMA']) writeFileSync('migrations/schema.sql', schema);
      expect(readFileSync('migrations/schema.sql', 'utf8')).toBe(schema);
    } finally {
      await database.drop();
    }
  });
});
