import { startHub, type Hub } from './support/hub.js';
import { GROUPS, VIEWERS } from './support/matrix-scene.js';
import { amiss, ELSEWHERE } from './support/matrix-inventory.js';
import { READS } from './support/twin-reads.js';
import type { Path, Shown } from './support/matrix-path.js';
import { PATHS } from './support/matrix-paths.js';
import { watchAll } from './support/matrix-searches.js';
import { credentialOf, Stage } from './support/matrix-stage.js';
import { rested } from './support/misp.js';
import { contentIn, isLive, record, type Recorder } from './support/recorder.js';
import { until } from './support/until.js';

describe('who sees what, on every path', () => {
  let hub: Hub;
  let stage: Stage;
  const live = new Map<string, Recorder>();
  let cells = 0;
  const wrong: string[] = [];

  /** One viewer on one path against the model. Counts the cells; returns those that differ. */
  function differences(viewer: string, path: Path, shown: Shown): string[] {
    const { model, exhibits } = stage;
    const who = VIEWERS[viewer]!;
    return exhibits.flatMap((exhibit) => {
      cells += 1;
      const could = who.can.includes(path.needs) && (path.could?.(exhibit, model) ?? true);
      const should = could && (path.should ?? seen)(who, exhibit, model, viewer);
      const does = shown.get(exhibit.name);
      if (path.name === 'ledgers' && model.ids(exhibit.id) !== 1) return [];
      return (should || undefined) === does
        ? []
        : [`${viewer}, ${path.name}: ${exhibit.name} ${String(does)}, not ${String(should)}`];
    });
  }

  const seen: NonNullable<Path['should']> = (who, { name }, model) =>
    model.sees(who, model.objects.get(name)!) || undefined;

  beforeAll(async () => {
    hub = await startHub({ ANONYMOUS_CLEAR: 'true', FEED_PAGE: '50' });
    stage = new Stage(hub);
    await stage.seed();
    await watchAll(stage, Object.keys(VIEWERS));
    for (const [viewer, { can }] of Object.entries(VIEWERS)) {
      if (can.includes('feed'))
        live.set(viewer, record(hub.url, credentialOf(viewer)!, 'socket', { after: 'beginning' }));
    }
    await until('all to follow', () => [...live.values()].every(isLive));
    await stage.play();
    await rested(hub);
  });
  afterAll(async () => {
    for (const reader of live.values()) reader.close();
    await hub[Symbol.asyncDispose]();
  });

  it('has a scene that is large enough', () => {
    expect(Object.keys(VIEWERS).length).toBeGreaterThanOrEqual(14);
    expect(stage.exhibits.length).toBeGreaterThanOrEqual(60);
    expect(Object.keys(GROUPS)).toHaveLength(2);
  });

  it.each(Object.keys(VIEWERS))(
    '%s',
    async (viewer) => {
      for (const path of PATHS) wrong.push(...differences(viewer, path, await path.does(stage, viewer)));
      const reader = live.get(viewer);
      const words = reader === undefined ? [] : stage.exhibits.filter(({ value }) => contentIn(reader).includes(value));
      const should: Path['should'] = (_, { name }, model) => model.live.get(viewer)?.has(name) || undefined;
      const path: Path = { name: 'live', needs: 'feed', should, does: () => Promise.resolve(new Map()) };
      wrong.push(...differences(viewer, path, new Map(words.map(({ name }) => [name, true]))));
      expect(wrong.splice(0)).toEqual([]);
    },
    60_000,
  );

  it('takes every route that the two worlds read, or says why not', () => {
    expect(amiss(stage.asked)).toEqual([]);
    expect(Object.keys(ELSEWHERE).filter((route) => !(route in READS))).toEqual([]);
    expect(amiss([...stage.asked].filter((request) => !/search\/facets/.test(request)))).toEqual([
      'GET /api/v1/search/facets',
    ]);
  });

  it('counts its cells', () => {
    expect(cells).toBeGreaterThanOrEqual(20_000);
  });

  it('would tell a rule that is wrong in one place', async () => {
    const [path] = PATHS;
    const object = stage.model.objects.get('m3')!; // AMBER+STRICT to all members; relaxed to AMBER since
    stage.model.objects.set('m3', { ...object, tlp: 'amber+strict' });
    const shown = await path!.does(stage, 'constituentA');
    expect(differences('constituentA', path!, shown)).toEqual(['constituentA, get: m3 true, not undefined']);
    stage.model.objects.set('m3', object);
  });
});
