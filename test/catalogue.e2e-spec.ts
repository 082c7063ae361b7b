import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CATALOGUE } from './support/catalogue/index.js';
import { differences, page, titledIn } from './support/catalogue/page.js';

const PAGE = 'docs/hostile-input.md';
const sources = new Map(
  readdirSync('test')
    .filter((file) => file.endsWith('.e2e-spec.ts') && file !== 'catalogue.e2e-spec.ts')
    .map((file) => [file, readFileSync(`test/${file}`, 'utf8')]),
);

describe('the catalogue of hostile input', () => {
  it('has all 223 cases, each tried or with a reason', () => {
    expect(Object.keys(CATALOGUE)).toHaveLength(223);
    for (const one of Object.values(CATALOGUE)) expect(Object.values(one).every((text) => text.length > 2)).toBe(true);
  });

  it('calls tested what a test’s title begins with, and nothing else', () => {
    expect(differences(CATALOGUE, titledIn(sources))).toEqual([]);
  });

  it('counts no test that is not run', () => {
    for (const [file, source] of sources)
      expect([file, /\b(?:it|test|describe)\.(?:skip|only|todo|failing)\b|\bx(?:it|describe)\(/.exec(source)]).toEqual([
        file,
        null,
      ]);
  });

  it('notices a number without a test, and a test without a number', () => {
    const planted = new Map([['planted.ts', `it('A01, L05: planted')\n['M01: planted']\n'nothing: planted'`]]);
    const { A01, A02, L05 } = CATALOGUE;
    expect(differences({ A01: A01!, A02: A02!, L05: L05! }, titledIn(planted))).toEqual([
      'A02 has no test',
      'L05 is tested and not called so',
      'M01 is tested and not called so',
    ]);
  });

  it(`is what ${PAGE} says`, () => {
    const now = page(CATALOGUE, titledIn(sources));
    if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, now);
    expect(readFileSync(PAGE, 'utf8')).toBe(now);
  });
});
