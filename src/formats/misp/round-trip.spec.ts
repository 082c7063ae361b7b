import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TLP } from '../../kernel/index.js';
import type { MispAttribute } from './misp-event.js';
import { again, eventsIn, isTlp, type Loose, meaning } from './misp-meaning.js';

const shared = resolve(import.meta.dirname, '../../../../shared/data/open-misp');
const files = existsSync(shared)
  ? readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        /eset|infoblox|PyMISP/.test(file) &&
        file.endsWith('.json') &&
        !/galaxy\.json|definition|search_index/.test(file),
    )
  : [];

describe('MISP to the hub and back', () => {
  const everyFile = files.length > 0 ? it.each(files) : it.skip.each(['no ../shared/data/open-misp here']);

  everyFile('%s means what it meant', async (file) => {
    const text = readFileSync(`${shared}/${file}`, 'utf8');
    const { events, refused } = await again(text);
    const given = eventsIn(JSON.parse(text)).filter(({ uuid }) => events.some((one) => one.uuid === uuid));
    for (const [i, event] of events.entries())
      expect(meaning(event as unknown as Loose)).toEqual(meaning(given[i]!, refused));
    expect(events).toHaveLength(given.length);
    const twice = await again(JSON.stringify(events.map((event) => ({ Event: event }))));
    expect(twice.events.map((event) => meaning(event as unknown as Loose))).toEqual(
      events.map((event) => meaning(event as unknown as Loose)),
    );
  });

  const hex = (digits: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: digits, maxLength: digits });
  const name = fc.string({ unit: fc.constantFrom(...'abcdefghij'.split('')), minLength: 1, maxLength: 12 });
  const words = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => text.trim() === text && text !== '' && !text.includes('\0'));
  const values: Record<string, fc.Arbitrary<string>> = {
    'ip-dst': fc
      .ipV4()
      .filter((ip) => /^(?:5|8|23|45)\./.test(ip))
      .map(String),
    domain: name.map((label) => `${label}.example`),
    'domain|ip': name.map((label) => `${label}.example|203.0.113.9`),
    'ip-src|port': fc.nat({ max: 65_535 }).map((port) => `203.0.113.9|${port}`),
    'hostname|port': name.map((label) => `${label}.example|443`),
    url: name.map((path) => `http://x.example/${path}`),
    md5: hex(32),
    sha256: hex(64),
    'filename|sha1': fc.tuple(name, hex(40)).map((both) => both.join('.exe|')),
    filename: name.map((base) => `C:\\${base}\\it's.exe`),
    mutex: name,
    regkey: name.map((key) => `HKEY_LOCAL_MACHINE\\Software\\${key}`),
    'regkey|value': name.map((key) => `HKEY_LOCAL_MACHINE\\Software\\${key}|it's`),
    'email-src': name.map((local) => `${local}@x.example`),
    text: words,
    comment: words,
    yara: name.map((rule) => `rule ${rule} { condition: false }`),
    'x-unknown': words,
  };
  values['ip-dst'] = fc.nat({ max: 255 }).map((last) => `198.51.100.${last}`);
  const uuid = fc.uuid({ version: 4 });
  const tags = fc.uniqueArray(
    fc.constantFrom('PAP:RED', 'ransomware', 'workflow:state="draft"', 'misp-galaxy:mitre-attack-pattern="X - T1059"'),
    { maxLength: 3 },
  );
  const attribute = fc.constantFrom(...Object.keys(values)).chain((type) =>
    fc.record({
      uuid,
      type: fc.constant(type),
      category: fc.constantFrom('Network activity', 'Other'),
      value: values[type]!,
      to_ids: fc.boolean(),
      comment: fc.oneof(fc.constant(''), words),
      disable_correlation: fc.boolean(),
      timestamp: fc.integer({ min: 1_600_000_000, max: 1_700_000_000 }).map(String),
      object_relation: name,
      distribution: fc.constantFrom('0', '3', '5'),
      Tag: fc
        .tuple(tags, fc.option(fc.constantFrom(...TLP.slice(0, 4))))
        .map(([own, tlp]) => [...own, ...(tlp === null ? [] : [`tlp:${tlp}`])].map((each) => ({ name: each }))),
    }),
  );
  const event = fc.record({
    uuid,
    info: words,
    date: fc.constant('2021-03-02'),
    threat_level_id: fc.constantFrom('1', '2', '3', '4'),
    analysis: fc.constantFrom('0', '1', '2'),
    timestamp: fc.constant('1700000000'),
    Tag: tags.map((own) => [...own, 'tlp:green'].map((each) => ({ name: each }))),
    Attribute: fc.array(attribute, { minLength: 1, maxLength: 6 }),
    Object: fc.array(
      fc.record({
        uuid,
        name,
        'meta-category': name,
        comment: words,
        Attribute: fc.array(attribute, { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
  });

  it('any event means what it meant', async () => {
    await fc.assert(
      fc.asyncProperty(event, async (given) => {
        const { events, refused } = await again(JSON.stringify(given));
        expect([...refused]).toEqual([]);
        expect(meaning(events[0] as unknown as Loose)).toEqual(meaning(given as unknown as Loose));
      }),
      { numRuns: 100 },
    );
  });

  it('no attribute comes out with a wider label than it or its event had', async () => {
    await fc.assert(
      fc.asyncProperty(event, async (given) => {
        const { events } = await again(JSON.stringify(given));
        const out = new Map(
          [...events[0]!.Attribute, ...events[0]!.Object.flatMap((one) => one.Attribute)].map(
            (one): [string, MispAttribute] => [one.uuid, one],
          ),
        );
        for (const one of [...given.Attribute, ...given.Object.flatMap((object) => object.Attribute)]) {
          const own = one.Tag.filter(isTlp).map(({ name: tag }) => TLP.indexOf(tag.slice(4) as 'green'));
          const label = out.get(one.uuid)!.Tag[0]!.name.slice(4) as 'green';
          expect(TLP.indexOf(label)).toBe(Math.max(1, ...own, one.distribution === '0' ? 3 : 0));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('would tell a comment, a tag or a role that went missing', async () => {
    const given = {
      uuid: '00000000-0000-4000-8000-000000000001',
      info: 'x',
      date: '2021-03-02',
      threat_level_id: '1',
      analysis: '0',
      Tag: [{ name: 'tlp:green' }, { name: 'y' }],
      Attribute: [
        {
          uuid: '00000000-0000-4000-8000-000000000002',
          type: 'domain',
          category: 'Other',
          value: 'a.example',
          to_ids: true,
          comment: 'said',
        },
      ],
    };
    const told = meaning((await again(JSON.stringify(given))).events[0] as unknown as Loose);
    expect(told).toEqual(meaning(given));
    for (const [from, to] of [
      ['said', 'unsaid'],
      ['"y"', '"z"'],
      ['true', 'false'],
      ['domain', 'hostname'],
    ] as const)
      expect(meaning(JSON.parse(JSON.stringify(given).replace(from, to)) as Loose)).not.toEqual(told);
  });
});
