import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Observable } from '../kernel/index.js';
import { Asked } from './asked.js';
import { compile } from './compile.js';
import { DEFAULTS } from './defaults.js';
import { MispList } from './warninglist.js';

const LISTS = '../shared/data/open-misp/MISP__misp-warninglists/lists'; // nothing of it is kept here
const onLists = existsSync(LISTS) ? it : it.skip;
const list = (type: MispList['type'], entries: string[], matching_attributes: string[] = []): MispList => ({
  name: 'x',
  description: '',
  version: 1,
  type,
  matching_attributes,
  list: entries,
});
const has = async (of: MispList, type: Observable['type'], value: string): Promise<boolean> =>
  (await compile('x', of)).has(new Asked({ type, value }));

describe('a warninglist', () => {
  it.each<[MispList['type'], string[], Observable['type'], string, boolean]>([
    ['string', ['Evil.example'], 'domain-name', 'evil.example', true],
    ['string', ['evil.example'], 'domain-name', 'www.evil.example', false],
    ['string', ['.evil.example'], 'domain-name', 'www.evil.example', true],
    ['substring', ['vil.ex'], 'url', 'http://evil.example/', true],
    ['substring', ['none', 'Example/'], 'url', 'http://evil.example/', true],
    ['substring', ['evil.example/x', 'a'], 'url', 'http://evil.ex', false],
    ['substring', ['evil', 'evil.example'], 'domain-name', 'evi', false],
    ['hostname', ['evil.example'], 'domain-name', 'www.evil.example', true],
    ['hostname', ['evil.example'], 'domain-name', 'notevil.example', false],
    ['hostname', ['evil.example'], 'url', 'http://a.evil.example:81/x', true],
    ['hostname', ['evil.example'], 'email-addr', 'x@evil.example', true],
    ['cidr', ['203.0.112.0/23'], 'ipv4-addr', '203.0.113.255', true],
    ['cidr', ['203.0.112.0/23'], 'ipv4-addr', '203.0.114.0', false],
    ['cidr', ['203.0.113.7'], 'ipv4-addr', '203.0.113.0/24', true],
    ['cidr', ['10.0.0.0/9', '10.128.0.0/9'], 'ipv4-addr', '10.200.0.0/16', true],
    ['cidr', ['2001:DB8::/32'], 'ipv6-addr', '2001:db8::1', true],
    ['cidr', ['2001:db8::/32'], 'ipv6-addr', '2001:db9::', false],
    ['cidr', ['0.0.0.0/0'], 'ipv6-addr', '::1', false],
    ['regex', ['/^a+@.*\\.example$/i'], 'email-addr', 'AAA@x.example', true],
    ['regex', ['^b'], 'email-addr', 'AAA@x.example', false],
    ['regex', ['/a+/g'], 'user-agent', 'xaax', true],
  ])('of %s %j asked for %s %s: %s', async (type, entries, of, value, expected) => {
    expect(await has(list(type, entries), of, value)).toBe(expected);
  });

  it('speaks only of the attributes that it names', async () => {
    expect(await has(list('string', ['x.example'], ['hostname']), 'domain-name', 'x.example')).toBe(true);
    expect(await has(list('string', ['x.example'], ['md5']), 'domain-name', 'x.example')).toBe(false);
    expect(await has(list('cidr', ['10.0.0.0/8'], ['domain|ip']), 'ipv4-addr', '10.1.1.1')).toBe(true);
  });

  it('finds parts of a text as looking for each of them would', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    const asked = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 }), { maxLength: 20 });
    return fc.assert(
      fc.asyncProperty(fc.array(short, { minLength: 1, maxLength: 6 }), asked, async (parts, texts) => {
        const compiled = await compile('x', list('substring', parts));
        for (const value of texts)
          expect([value, compiled.has(new Asked({ type: 'user-agent', value }))]).toEqual([
            value,
            parts.some((one) => value.includes(one)),
          ]);
      }),
    );
  });

  it('finds parts in a text that begins like all of them again and again, at once', async () => {
    const names = Array.from({ length: 19_999 }, (_, i) => `www.site${i}.example`);
    const compiled = await compile('x', list('substring', ['t.co', ...names]));
    const before = process.cpuUsage().user;
    for (let i = 0; i < 20; i++)
      expect(compiled.has(new Asked({ type: 'url', value: `http://h/${i}/${'www.'.repeat(2_000)}` }))).toBe(false);
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(5); // one by one it would take more than that for one
  });

  it('of parts can’t be white space, which is in everything', async () => {
    await expect(compile('x', list('substring', ['a', ' ']))).rejects.toMatchObject({
      code: 'invalid',
      more: { pointer: '/list/1' },
    });
  });

  it('is asked in linear time, whatever its expressions: (a+)+$ on a long text', async () => {
    const compiled = await compile('x', list('regex', ['/^(a+)+$/', '/(x+x+)+y/']));
    const before = process.cpuUsage().user;
    expect(compiled.has(new Asked({ type: 'user-agent', value: `${'a'.repeat(4_000)}!` }))).toBe(false);
    expect(compiled.has(new Asked({ type: 'user-agent', value: 'x'.repeat(4_000) }))).toBe(false);
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(5); // a backtracking one would not end
  });

  it.each(Object.entries(DEFAULTS))('%s, which every hub has, is valid', async (id, own) => {
    expect(MispList.safeParse(own).success).toBe(true);
    await expect(compile(id, own)).resolves.toMatchObject({ id });
  });

  onLists(
    'of MISP is taken as it is, every one',
    async () => {
      const ids = readdirSync(LISTS);
      expect(ids.length).toBeGreaterThan(15);
      for (const id of ids) {
        const read = MispList.parse(JSON.parse(readFileSync(`${LISTS}/${id}/list.json`, 'utf8')));
        await compile(id, read);
      }
      const resolvers = await compile(
        'x',
        MispList.parse(JSON.parse(readFileSync(`${LISTS}/public-dns-v4/list.json`, 'utf8'))),
      );
      expect(resolvers.has(new Asked({ type: 'ipv4-addr', value: '8.8.8.8' }))).toBe(true);
      expect(resolvers.has(new Asked({ type: 'ipv4-addr', value: '198.51.100.1' }))).toBe(false);
    },
    60_000,
  );
});
