import { attribute, event, found, indicator, objects, uuid } from './misp-samples.js';
import { attributesOf, tagsOf } from './to-attributes.js';

describe('tags', () => {
  const names = (labels: string[], more: object = {}) =>
    tagsOf(indicator(1, { labels, ...more })).map(({ name }) => name);

  it.each([
    ['none that contradicts its own label', ['tlp:red', 'TLP:CLEAR', 'tlp:white', 'TLP: amber', 'tlp="red"'], []],
    ['nor one of the TLP that the hub does not know', ['tlp:ex:chr', 'tlp:unclear'], []],
    ['but one that only begins alike', ['tlpx', 'tlp-like'], ['tlpx', 'tlp-like']],
    ['each once', ['x', 'y', 'x', 'tlp:green', 'pap:red', 'PAP:RED'], ['x', 'y', 'PAP:RED']],
    ['without what is around them', [' x', 'x ', '\ty\n', ' TLP:red\n'], ['x', 'y']],
    ['on one line', ['a\r\nb', 'c \u2028 d'], ['a b', 'c d']],
    ['none of nothing', ['', ' ', '\n', '\u00a0'], []],
    ['nor of what is the hub’s own', [' misp:in-event', 'not-for-detection\n'], []],
  ])('%s: %j', (_, labels, tags) => {
    expect(names(labels)).toEqual(['tlp:green', ...tags]);
  });

  it('one of how sure its author is, though a label says so, too', () => {
    const sure = 'misp:confidence-level="usually-confident"';
    expect(names([sure], { confidence: 75 })).toEqual(['tlp:green', sure]);
  });
});

describe('an attribute of an object whose indicator was corrected', () => {
  const inObject = async (type: string, relation: string, value: string) => {
    const one = attribute(10, value, { type, category: 'Artifacts dropped', object_relation: relation });
    const all = objects(await found(event({ Object: [{ uuid: uuid(9), name: 'yara', Attribute: [one] }] })));
    return all.find(({ type: kind }) => kind === 'indicator')!;
  };

  it.each([
    ['md5', 'md5', '1'.repeat(32), `[file:hashes.MD5 = '${'2'.repeat(32)}']`, '2'.repeat(32)],
    ['hostname', 'host', 'a.example', "[domain-name:value = 'b.example']", 'b.example'],
    ['ip-src', 'src', '192.0.2.1', "[ipv4-addr:value = '192.0.2.2']", '192.0.2.2'],
  ])('keeps its role, type and category while %s still fits', async (type, relation, value, pattern, now) => {
    const corrected = { ...(await inObject(type, relation, value)), pattern, modified: '2026-02-01T00:00:00.000Z' };
    expect(attributesOf(corrected)).toMatchObject([
      { type, category: 'Artifacts dropped', value: now, object_relation: relation },
    ]);
  });

  it('has one role for each of several values', async () => {
    const pattern = "[domain-name:value = 'b.example' OR domain-name:value = 'c.example']";
    const corrected = { ...(await inObject('hostname', 'host', 'a.example')), pattern };
    expect(attributesOf(corrected).map((one) => [one.type, one.value, one.object_relation])).toEqual([
      ['hostname', 'b.example', 'host'],
      ['hostname', 'c.example', 'host'],
    ]);
  });

  it('keeps it in its own language', async () => {
    const corrected = { ...(await inObject('yara', 'yara', 'rule a { condition: false }')), pattern: 'rule b {}' };
    expect(attributesOf(corrected)).toMatchObject([{ type: 'yara', value: 'rule b {}', object_relation: 'yara' }]);
  });

  it.each([
    ["[file:hashes.'SHA-256' = '" + 'a'.repeat(64) + "']", 'sha256'],
    ["[domain-name:value = 'a.example' AND ipv4-addr:value = '192.0.2.1']", 'stix2-pattern'],
  ])('has none when it is something else: %s', async (pattern, type) => {
    const [one] = attributesOf({ ...(await inObject('md5', 'md5', '1'.repeat(32))), pattern });
    expect([one!.type, one!.object_relation]).toEqual([type, undefined]);
  });

  it('is not read by what only looks like facts', async () => {
    const stored = await inObject('md5', 'md5', '1'.repeat(32));
    for (const type of [7, 'constructor', 'x-unknown', undefined]) {
      const extensions = JSON.parse(
        JSON.stringify(stored['extensions']).replace('"type":"md5"', `"type":${JSON.stringify(type ?? null)}`),
      ) as object;
      const pattern = `[file:hashes.MD5 = '${'2'.repeat(32)}']`;
      const [one] = attributesOf({ ...stored, extensions, pattern });
      expect([one!.type, one!.object_relation]).toEqual(['md5', undefined]);
    }
  });
});
