import { type Hub, startHub } from './support/hub.js';
import { handIn, imported } from './support/importing.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';
import { indicator, MARKING } from './support/taxii.js';

interface Preview {
  readonly sample: { place: string; tlp?: string; audience?: unknown; code?: string }[];
  readonly more: boolean;
}

describe('the preview of a file', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const preview = async (body: string, query: Record<string, string>): Promise<Preview> =>
    (await handIn<Preview>(hub, alliance.people.ana, body, query, { path: '/preview' })).body;

  it('says of each item the label and the audience that it is then stored under', async () => {
    const items = [
      { value: 'none.preview.example' },
      { value: 'green.preview.example', tlp: 'green', audience: 'all' },
      { value: 'strict.preview.example', tlp: 'amber+strict', audience: 'organisation' },
      indicator('green.marked.preview'),
      indicator('amber.marked.preview', { object_marking_refs: [MARKING.amber] }),
    ];
    const file = items.map((item) => JSON.stringify(item)).join('\n');
    const asked = { tlp: 'amber', audience: JSON.stringify({ organisations: ['cert-b'] }) };
    const { sample } = await preview(file, asked);
    expect(sample.map(({ tlp, audience }) => [tlp, audience ?? 'as asked'])).toEqual([
      ['amber', 'as asked'],
      ['green', 'all'],
      ['amber+strict', 'organisation'],
      ['green', 'as asked'],
      ['amber', 'as asked'],
    ]);
    await imported(hub, alliance.people.ana, file, asked);
    const stored = await rowsOf<{ tlp: number; kind: string }>(
      hub,
      `select o.tlp, a.kind from object o join audience a on a.id = o.audience_id where o.text like '%preview.example%' order by o.no`,
    );
    expect(stored.map(({ tlp, kind }) => [tlp, kind])).toEqual([
      [2, 'list'],
      [1, 'all'],
      [3, 'organisation'],
      [1, 'list'],
      [2, 'list'],
    ]);
  });

  it('of a table ends before a row that is cut off, also where its quotes go on over lines', async () => {
    const row = (i: number) => `n${i}.cut.example,"a note, ${'x'.repeat(1_200)}",green`;
    const rows = Array.from({ length: 200 }, (_, i) => row(i)).join('\n');
    const long = `last.cut.example,"begun\n${'inside.cut.example,foo,green\n'.repeat(40)}`;
    const head = `value,description,tlp\n${rows}\n`;
    const { sample, more } = await preview(`${head}${long}`.padEnd(262_144, 'y'), {
      format: 'csv',
      sample: '1000',
    });
    expect(more).toBe(true);
    expect(sample.filter(({ code }) => code !== undefined)).toEqual([]);
    expect(new Set(sample.map(({ tlp }) => tlp))).toEqual(new Set(['green']));
  });
});
