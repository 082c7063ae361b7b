import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';
import { checkZone, loadRules, withProgram } from './support/programs.js';

/** What would end a text, an option, a rule, a name or a line, and what is at the edge of what each format can say. */
const VALUES = [
  'evil.example',
  `${'a'.repeat(63)}.${'b'.repeat(63)}.example`,
  `${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.example`,
  'münchen.example',
  '_dmarc.example',
  '198.51.100.7',
  '198.51.100.0/24',
  '2001:db8::/32',
  '2001:db8::1',
  '2001:db8:0:0:1::/80',
  '::ffff:198.51.100.7',
  'http://evil.example/a;b?c="d"&e=|41|&f=%22%3b%00',
  'http://evil.example:8080/back\\slash/$(id)/`x`/ü',
  `http://evil.example/${'x'.repeat(254)}`,
  `http://evil.example/${'x'.repeat(255)}`,
  'http://[2001:db8::1]/',
  'http://198.51.100.7/',
  'http://evil.example/',
  'https://evil.example/secret',
];

const AGENTS = ['Mozilla/5.0 (X; rv:1.0) "quoted"; pipe|41|', 'a\\"; sid:1; content:"b', '日本 agent', 'u'.repeat(300)];

const QUERIES = ['', 'label:strict', 'label:"x; sid:1; $INCLUDE /etc/passwd"'];

describe('exports, to strict parsers of their format', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Api;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    a = alliance.api(alliance.keys.a);
    const labels = ['strict', 'x; sid:1; $INCLUDE /etc/passwd', '"; drop'];
    const items = [
      ...VALUES.map((value) => ({ value, description: '"; sid:1;\n@ IN NS evil.example.' })),
      ...AGENTS.map((value) => ({ value, type: 'user-agent' })),
      { value: '0123456789abcdef0123456789abcdef', type: 'ja3', confidence: 100 },
      { pattern: "[domain-name:value = 'or1.example' OR ipv4-addr:value = '203.0.113.9']", tlp: 'amber' },
      { pattern: "[url:value = 'http://or2.example/a' OR user-agent:x = 'y']" },
    ].map((item) => ({ tlp: 'green', labels, ...item }));
    const { body } = await a<{ outcomes: { outcome: string }[] }>('POST', '/api/v1/indicators', items);
    expect(body.outcomes.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const textOf = async (format: string, q: string) =>
    (await a<string>('GET', `/api/v1/export?format=${format}&q=${encodeURIComponent(q)}`)).body;
  const linesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !/^[#;]/.test(line));

  withProgram('named-checkzone')('named-checkzone', () => {
    it.each(QUERIES)('loads the zone of %p', async (q) => {
      const zone = await textOf('rpz', q);
      expect(linesOf(zone).length).toBeGreaterThan(15);
      expect(checkZone(zone)).toContain('OK');
    });
  });

  withProgram('suricata')('suricata -T', () => {
    it.each(QUERIES)('loads every rule of %p', async (q) => {
      const rules = await textOf('suricata', q);
      const lines = linesOf(rules);
      expect(lines.length).toBeGreaterThan(20);
      expect(loadRules(rules)).toEqual({ loaded: lines.length, failed: 0, warnings: [] });
    });
  });

  it('are MISP events that a MISP has already, where the same was asked before', async () => {
    const eventsOf = async (q: string) => {
      const { response } = JSON.parse(JSON.stringify((await a('GET', `/api/v1/export?format=misp&q=${q}`)).body)) as {
        response: { Event: { uuid: string; Attribute: unknown[] } }[];
      };
      return response.map(({ Event }) => ({ uuid: Event.uuid, parts: Event.Attribute.length }));
    };
    const [green, amber] = await eventsOf('label:strict');
    expect(green!.uuid).not.toBe(amber!.uuid);
    await a('POST', '/api/v1/indicators', { value: 'later.example', labels: ['strict'], tlp: 'green' });
    expect(await eventsOf('label:strict')).toEqual([{ uuid: green!.uuid, parts: green!.parts + 1 }, amber]);
    const other = await eventsOf('');
    expect(other.map(({ uuid }) => uuid)).not.toContain(green!.uuid);
  });
});
