import { EXPORT_FORMATS } from '../src/exports/exports.js';
import { type Hub, startHub } from './support/hub.js';
import { eventsOf, manifestWith } from './support/misp.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { imported, outcomesOf } from './support/importing.js';

/** Names that every object of JavaScript inherits: a table asked for them must not find them. */
const WORDS = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'];

describe('words that every object inherits', () => {
  let hub: Hub;
  let alliance: Alliance;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('as a pattern’s language are a language like another, and take no export and no feed from anybody', async () => {
    const [a, b] = [alliance.api(alliance.keys.a), alliance.api(alliance.keys.b)];
    const items = [...WORDS, '__proto__'].map((word) => ({ pattern: word, pattern_type: word, tlp: 'green' }));
    const { body } = await a('POST', '/api/v1/indicators', items);
    expect(body['counts']).toMatchObject({ created: items.length });
    const manifest = await manifestWith(b, (all) => Object.keys(all).length === 1);
    const values = (await eventsOf(b, manifest)).flatMap(({ Attribute }) => Attribute.map(({ value }) => value));
    expect(values.toSorted()).toEqual(items.map(({ pattern }) => pattern).toSorted());
    expect((await b('GET', '/misp/feed/hashes.csv')).status).toBe(200);
    for (const format of EXPORT_FORMATS)
      expect([format, (await b('GET', `/api/v1/export?format=${format}`)).status]).toEqual([format, 200]);
  });

  it('as a confidence in a table, or a sign in a page, mean nothing', async () => {
    const table = ['value,confidence', ...WORDS.map((word, i) => `c${i}.example,${word}`)].join('\n');
    const { id } = await imported(hub, alliance.keys.a, table, { tlp: 'green', format: 'csv' });
    for (const line of await outcomesOf(hub, alliance.keys.a, id)) expect(line).toContain(',rejected,invalid,');
    const html = WORDS.map((word) => `&${word.slice(0, 8)};`).join('') + '&valueOf; evil.example';
    const { body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/extract', { text: html, format: 'html' });
    expect(body['text']).not.toContain('native code');
  });
});
