import { readdirSync, readFileSync } from 'node:fs';
import { FAULTS } from '../src/kernel/index.js';
import { describeKeys } from '../src/query/index.js';
import { ACTIONS } from '../web/src/admin/actions.ts';
import { en } from '../web/src/i18n/en.ts';
import { fr } from '../web/src/i18n/fr.ts';

/** What the console itself says went wrong: no code of the hub’s. */
const ITS_OWN = ['unknown', 'unreachable'];

/** Actions that the hub’s source writes into the audit record; of those made from parts what they begin with. */
function actions(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.spec)\.ts$/.test(name),
  );
  const found = files.flatMap((name) =>
    [...readFileSync(`src/${name}`, 'utf8').matchAll(/(?:\baction: |\bdeed\()['`]([a-z-]+\.?)/g)].map(
      ([, action]) => action!,
    ),
  );
  return [...new Set(found)].toSorted();
}

describe('the console’s words', () => {
  it('have a sentence for each code of docs/faults.md, in English and in French, and for nothing else', () => {
    for (const { fault } of [en, fr]) {
      expect(Object.keys(fault).toSorted()).toEqual([...Object.keys(FAULTS), ...ITS_OWN].toSorted());
      for (const [code, text] of Object.entries(fault))
        expect([code, text]).toEqual([code, expect.stringMatching(/^\p{Lu}.{10,}[.)]$/u)]);
    }
    const same = Object.entries(en.fault).filter(([code, text]) => fr.fault[code as keyof typeof fr.fault] === text);
    expect(same).toEqual([]);
  });

  it('say what each key of the query language asks for as the hub says it, in French too, and in which zone its days are', () => {
    const keys = Object.fromEntries(describeKeys().map(({ key, meaning }) => [key, meaning]));
    expect(en.keyMeaning).toEqual(keys);
    expect(Object.keys(fr.keyMeaning)).toEqual(Object.keys(keys));
    for (const { keyMeaning } of [en, fr])
      for (const key of ['since', 'until', 'created', 'expires'] as const) expect(keyMeaning[key]).toContain('UTC');
  });

  it('name every kind of action that the audit record may hold', () => {
    const found = actions();
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter((action) => !ACTIONS.some((known) => action.startsWith(known)))).toEqual([]);
    expect(ACTIONS.filter((known) => !found.some((action) => action.startsWith(known)))).toEqual([]);
    for (const { audited } of [en, fr])
      expect(Object.keys(audited).toSorted()).toEqual(ACTIONS.map((known) => known.replace('.', '')).toSorted());
  });
});
