import { parseQuery, toSql } from './index.js';

const NZ = '6f1c2f0e-0000-4000-8000-000000000001';
const context = { now: Date.UTC(2026, 0, 31, 12), organisation: () => NZ };

function sqlOf(query: string): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const sql = toSql(parseQuery(query, context), (value) => `$${values.push(value)}`, context.now);
  return { sql, values };
}

describe('toSql', () => {
  it('is true for the empty query', () => expect(sqlOf('')).toEqual({ sql: 'true', values: [] }));

  it('escapes the wildcards of LIKE', () => {
    expect(sqlOf(String.raw`"50%_\\"`).values).toEqual([String.raw`%50\%\_\\%`]);
  });

  it.each([
    `"'; drop table object; --"`,
    `label:"'quoted'"`,
    `value:"O'Neil"`,
    `from:o'neil`,
    `type:x-quoted`,
    `confidence>=70 tlp<=amber since:7d is:expired expires<1d`,
    `domain:quoted.example in:203.0.113.0/24 203.0.113.7 hash:abcdef -hash:123456`,
  ])('binds all of %s', (query) => {
    const { sql: whole, values } = sqlOf(query);
    const sql = whole.replaceAll(/ in \('MD5', .*?\)/g, ''); // a constant of the index
    expect(sql).not.toMatch(/'|quoted|neil|abcdef|203|70/i);
    expect(values.length).toBeGreaterThan(0);
    expect(new Set(sql.match(/\$\d+/g)).size).toBe(values.length);
  });

  it('takes a domain with all below it as a range', () => {
    expect(sqlOf('domain:evil.example').values).toEqual(['example.evil.', 'example.evil/']);
    expect(sqlOf('hash:abc9ff').values).toEqual(['abc9ff', 'abc9fg']);
    expect(sqlOf('hash:abcff9').values).toEqual(['abcff9', 'abcff:']);
  });

  it('looks alternatives up by their own indexes, where each has one', () => {
    expect(sqlOf('evil.example OR 203.0.113.7').sql).toMatch(/^exists \(select from \(select .* union all select /);
    expect(sqlOf('tlp:green (evil.example OR (203.0.113.7 confidence>70))').sql).toMatch(/from object o1 where/);
    expect(sqlOf('evil.example OR word').sql).not.toContain('union');
    expect(sqlOf('evil.example OR -203.0.113.7').sql).not.toContain('union');
    expect(sqlOf('word OR (label:a (evil.example OR 203.0.113.7))').sql).not.toContain('union');
  });
});
