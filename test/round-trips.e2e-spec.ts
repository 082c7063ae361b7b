import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { again, eventsIn, type Loose, meaning } from '../src/formats/misp/misp-meaning.js';
import type { StixObject } from '../src/kernel/index.js';
import { type Hub, startHub } from './support/hub.js';
import { imported, outcomesOf } from './support/importing.js';
import { eventsOf, manifestWith, rested } from './support/misp.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';
import { sharedData, withSharedData } from './support/shared-data.js';

const YARA = ['rule long {', '  strings:', ...strings(200), '  condition: "$a0" and \'=1\' // ,";"', '}'].join('\n');
const SIGMA = 'title: "Sigma, quoted"\ndetection:\n  selection:\n    - \'=cmd\'\n    - "a;b"';

function strings(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `    $a${i} = "x""y, z${i}"`);
}

/** What a table may find hard: separators, quotes, apostrophes and formulas where people and machines put them. */
const ITEMS = [
  { value: 'plain.example', confidence: 0, description: 'said, "twice"; =not a formula' },
  { value: '=1+1.exe', type: 'file-name', name: '=1+1', description: "'=quoted already" },
  { value: "C:\\a'b;c.exe", type: 'file-path', name: "'tis", valid_from: '2020-01-01T00:00:00.123456Z' },
  { value: 'Mozilla/5.0 (X; rv:1.0), "q" | x', type: 'user-agent', description: 'two\nlines, and\n"three"' },
  { value: 'a'.repeat(64), labels: ['misp-galaxy:x="A, B; C | D"', '"', 'a""b', '@sum(1)', 'pap:green', '=x'] },
  { value: '198.51.100.0/24', valid_until: '2099-12-31T23:59:59Z', confidence: 100 },
  {
    value: 'http://b.example/?a=1;b="2",c|d',
    external_references: [{ source_name: 'b.example', url: 'http://b.example/' }],
  },
  {
    value: 'refs.example',
    external_references: [
      { source_name: 'CERT, a "blog"', url: 'https://blog.example/1;2,3' },
      { source_name: 'mitre-attack', external_id: 'T1059', url: 'https://attack.mitre.org/techniques/T1059' },
      { source_name: 'cve', external_id: 'CVE-2024-3400' },
      { source_name: 'a letter', description: 'a letter' },
      { source_name: '{"odd"}', description: 'two\nlines', hashes: { 'SHA-256': 'b'.repeat(64) } },
    ],
  },
  { pattern: "[domain-name:value = 'or1.example' OR domain-name:value = 'or2.example']", name: 'either' },
  {
    pattern:
      "[domain-name:value = 'and.example' AND ipv4-addr:value = '198.51.100.9'] START t'2020-01-01T00:00:00Z' STOP t'2021-01-01T00:00:00Z'",
  },
  { pattern: '[process:command_line MATCHES \'^=cmd, "x"\']', name: 'names no value' },
  { pattern: YARA, pattern_type: 'yara', labels: ['rules'] },
  { pattern: SIGMA, pattern_type: 'sigma' },
].map((item, i) => ({ tlp: (['clear', 'green', 'amber'] as const)[i % 3], ...item }));

/** All that a table can carry of an indicator. */
const said = (object: StixObject) => ({
  pattern: object.pattern,
  pattern_type: object.pattern_type,
  name: object.name,
  description: object.description,
  confidence: object.confidence,
  labels: object.labels,
  valid_from: object.valid_from,
  valid_until: object.valid_until,
  external_references: object['external_references'],
  marking: object['object_marking_refs'],
});

describe('there and back again', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Api;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    a = alliance.api(alliance.keys.a);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const exported = async (api: Api, format: string) =>
    (await api<string>('GET', `/api/v1/export?format=${format}&q=type:indicator`)).body;
  const meant = async (api: Api) =>
    (await exported(api, 'ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => said(JSON.parse(line) as StixObject))
      .toSorted((x, y) => (String(x.pattern) < String(y.pattern) ? -1 : 1));

  it('CSV → hub → CSV: another hub that reads the export says the same of every indicator', async () => {
    const { body } = await a<{ outcomes: { outcome: string }[] }>('POST', '/api/v1/indicators', ITEMS);
    expect(body.outcomes.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    const table = await exported(a, 'csv');
    await using other = await startHub();
    const there = await seedAlliance(other);
    const job = await imported(other, there.keys.b, table);
    expect([await outcomesOf(other, there.keys.b, job.id, '?outcome=rejected'), job.format]).toEqual([[], 'csv']);
    const b = there.api(there.keys.b);
    const before = await meant(a);
    expect(before).toHaveLength(ITEMS.length);
    expect(await meant(b)).toEqual(before);
    const rows = (text: string) =>
      text
        .replaceAll(/"indicator--[^"]+"/g, '')
        .split('\r\n')
        .toSorted();
    expect(rows(await exported(b, 'csv'))).toEqual(rows(table));
  });

  withSharedData('open-misp')('on real events', () => {
    const SHARED = sharedData('open-misp');
    const files = () =>
      readdirSync(SHARED, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /^(?:eset|infoblox).*\.json$/.test(file),
      );

    it('MISP → hub → MISP: the feed gives every event as it came in', async () => {
      const given = new Map<string, string[]>();
      for (const file of files()) {
        const text = readFileSync(join(SHARED, file), 'utf8');
        expect((await a('POST', '/api/v1/misp/events', text)).status).toBe(200);
        const { refused } = await again(text);
        for (const event of eventsIn(JSON.parse(text))) given.set(String(event['uuid']), meaning(event, refused));
      }
      expect(given.size).toBeGreaterThan(20);
      await rested(hub);
      const manifest = await manifestWith(a, (all) => [...given.keys()].every((uuid) => uuid in all));
      const fed = await eventsOf(a, manifest);
      const back = new Map(fed.map((event) => [event.uuid, meaning(event as unknown as Loose)]));
      for (const [uuid, words] of given) expect(back.get(uuid)).toEqual(words);
    });
  });
});
