import * as fc from 'fast-check';
import { Fault } from '../kernel/index.js';
import { type Query, parseQuery, toPredicate, toSql } from './index.js';
import { parseAny } from './parse.js';

const context = { now: Date.UTC(2026, 0, 31, 12), organisation: (name: string) => (name === 'a' ? 'b' : undefined) };

/** The query, or null when it is refused as it should be; anything else is thrown. */
function read(text: string): Query | null {
  try {
    return parseQuery(text, context);
  } catch (error) {
    if (error instanceof Fault && error.code === 'query_invalid' && /^column \d+: /.test(error.detail ?? ''))
      return null;
    throw error;
  }
}

const words = (line: string) => line.trim().split(/\s+/);
const fragments = [' ', ' OR ', '\0', '\ud800', 'İ'].concat(
  words(String.raw`
    ( ) - " \ * : < >= != = AND % _ ' 🐚 type: tlp confidence label: from: since: created expires value: in: domain: hash:
    id: is: a ip amber 70 7d 2021-03-02 T10:00:00Z evil[.]example 203.0.113.7 /24 2001:db8::1 hxxp:// x.zip
    CVE-2021-44228 d41d8cd98f00b204e9800998ecf8427e __proto__ active`),
);
/** Terms that can be read, so that not all of the hostile is refused at the first word. */
const terms = words(String.raw`
  a -b "É%" type:ip -type:md5 tlp>=amber confidence<70 label:x* from:a since:7d created<7d expires>2w value:a.zip x.py
  in:203.0.113.0/24 203.0.113.7 evil[.]example domain:nz hash:abcdef is:active ( ) OR -( "\\\"" x"y f(x) C:\x`);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...terms), { maxLength: 12 }).map((parts) => parts.join(' ')),
);

const repeated = (part: string) => part.repeat(Math.floor(512 / part.length));
const heavy = words(String.raw`( ) - " \ * : % . [. [.] a. (a -( "\ https:// @ '):* :: 1: 0. /24 type: xn-- é 。 %_%`)
  .concat([' ', '\u200d', '"a" ', 'a OR ', 'value:a ', 'dot ', 'label:* '])
  .flatMap((part) => [repeated(part), `"${repeated(part).slice(0, 500)}"`, `value:${repeated(part).slice(0, 500)}`]);

describe('hostile queries', () => {
  it('are read or refused with a column, never anything else; what was read prints as what it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(text, (written) => {
        const query = read(written);
        if (!query) return;
        taken += 1;
        const values: unknown[] = [];
        expect(toSql(query, (value) => `$${values.push(value)}`)).not.toContain('undefined');
        toPredicate(query);
        expect(parseAny(query.text, context)).toEqual({ ...query, isValue: false });
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  it.each(heavy)('%j takes no time', (written) => {
    const start = performance.now();
    for (let i = 0; i < 5; i += 1) read(written);
    expect((performance.now() - start) / 5).toBeLessThan(2_000);
  });

  it('refuses 10,000 terms at once', () => expect(read('a '.repeat(10_000))).toBeNull());
});
