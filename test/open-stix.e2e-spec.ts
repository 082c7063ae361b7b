import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { type Expected, FILES } from './support/open-stix-expected.js';
import { KINDS, TYPES } from './support/open-stix-totals.js';
import { sharedData, withSharedData } from './support/shared-data.js';
import { submitStix } from './support/stix.js';

const SHARED = sharedData('open-stix');
const withShared = withSharedData('open-stix');
const ATTACK = 'mitre-attack__attack-stix-data/ics-attack/ics-attack-18.1.json';

withShared('the STIX of others (../shared)', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub({ ORGANISATION_ITEM_LIMIT: '1000000' });
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const submit = (file: string) => submitStix(hub, alliance.keys.a, readFileSync(join(SHARED, file)), '?tlp=clear');

  it('every file goes in, and each refusal is known', async () => {
    const all: Expected[] = [];
    for (const [file] of FILES) {
      const { outcomes, counts, problem } = await submit(file);
      const refused: Record<string, number> = {};
      for (const { code, pointer } of outcomes.filter(({ outcome }) => outcome === 'rejected')) {
        const why = `${code} ${pointer ?? ''}`.trim();
        refused[why] = (refused[why] ?? 0) + 1;
      }
      const said = counts
        ? `${counts['created']} created, ${counts['updated']} updated, ${counts['unchanged']} unchanged`
        : String(problem?.['detail']);
      all.push(Object.keys(refused).length > 0 ? [file, said, refused] : [file, said]);
    }
    expect(all).toEqual(FILES);
  });

  it('what is in the store is what went in: objects by type, observables by kind', async () => {
    const pool = hub.app.get(Database).api;
    const tally = async (sql: string) =>
      Object.fromEntries((await pool.query<{ name: string; n: number }>(sql)).rows.map(({ name, n }) => [name, n]));
    expect(await tally('select type as name, count(*)::int as n from object group by 1 order by 1')).toEqual(TYPES);
    expect(await tally('select type as name, count(*)::int as n from observable group by 1 order by 1')).toEqual(KINDS);
  });

  it('ATT&CK: techniques are found by their ids, revoked and deprecated ones are marked, a newer release updates', async () => {
    const api = alliance.api(alliance.keys.b);
    const found = async (q: string) =>
      (
        await api<{ objects: { id: string; name: string }[] }>(
          'GET',
          `/api/v1/search?limit=100&q=${encodeURIComponent(q)}`,
        )
      ).body.objects;
    const [technique] = await found('attack:T0800 type:attack-pattern');
    expect(technique).toMatchObject({ name: 'Activate Firmware Update Mode' });
    expect((await found('attack:t0853')).map(({ name }) => name)).toContain('Scripting');
    expect(
      (await found('type:attack-pattern is:revoked')).length +
        (await found('type:attack-pattern label:deprecated')).length,
    ).toBeGreaterThan(0);
    const report = {
      value: 'attack.example',
      tlp: 'green',
      external_references: [{ source_name: 'mitre-attack', external_id: 'T0800' }],
    };
    const { body } = await api('POST', '/api/v1/indicators', report);
    expect((await found('attack:T0800 -type:attack-pattern type:indicator')).map(({ id }) => id)).toEqual([body['id']]);
    const bundle = (
      await api<{ objects: { type: string; source_ref?: string; target_ref?: string }[] }>(
        'GET',
        `/api/v1/objects/${technique!.id}/bundle`,
      )
    ).body.objects;
    const related = bundle.filter(({ type }) => type === 'relationship');
    expect(related.length).toBeGreaterThan(5);
    expect(related.every(({ source_ref, target_ref }) => [source_ref, target_ref].includes(technique!.id))).toBe(true);
    const text = readFileSync(join(SHARED, ATTACK), 'utf8');
    expect((await submit(ATTACK)).counts).toMatchObject({ created: 0, updated: 0 });
    const release = JSON.parse(text) as { objects: { id: string; name?: string; modified?: string }[] };
    const newer = release.objects.map((one) =>
      one.id === technique!.id ? { ...one, name: 'Renamed', modified: '2030-01-01T00:00:00.000Z' } : one,
    );
    const { counts } = await submitStix(
      hub,
      alliance.keys.a,
      JSON.stringify({ ...release, objects: newer }),
      '?tlp=clear',
    );
    expect(counts).toMatchObject({ created: 0, updated: 1 });
    expect((await found('attack:T0800 type:attack-pattern'))[0]).toMatchObject({ name: 'Renamed' });
  });
});
