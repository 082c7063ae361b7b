import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXPECTED } from './misp-expected.js';
import { outcomesOf } from './misp-outcomes.js';

const shared = resolve(import.meta.dirname, '../../../../shared/data/open-misp');

const listed = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([key, count]) => `${key} ×${count}`)
    .join(', ') || '-';

describe('every public MISP file', () => {
  const each = existsSync(shared) ? it.each(Object.keys(EXPECTED)) : it.skip.each(['no ../shared/data/open-misp here']);

  each('%s has the outcomes that are written down, however it is cut', async (file) => {
    const bytes = readFileSync(`${shared}/${file}`);
    for (const piece of [61, 65_536]) {
      const { objects, observables, labels, refused, notes } = await outcomesOf(bytes, piece);
      expect([objects, observables, labels, refused, notes].map(listed).join(' | ')).toBe(EXPECTED[file]);
    }
  });
});
