import { Pulse } from '../src/platform/index.js';
import { fixedUuid } from './support/fixed.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';
import { EVERYTHING, collectionsOf, indicator, MARKING, object, ROOT, type Taxii, taxii } from './support/taxii.js';

const ALL = `${ROOT}/collections/${EVERYTHING}`;
const GREEN = 'TLP:GREEN for all members';
const T2 = '2021-03-03T00:00:00.000Z';
const T3 = '2021-03-04T00:00:00.123456Z';
const THREE = String(indicator('three')['id']);
const IP = `ipv4-addr--${fixedUuid('ip')}`;

describe('TAXII 2.1, of filters and pages', () => {
  let hub: Hub;
  let joint: Joint;
  let a: Taxii;
  let b: Taxii;
  let green: string;

  /** Ids and versions of all pages, one after the other. */
  const walk = async (path: string, by: 'next' | 'added_after', ask = b): Promise<string[]> => {
    const found: string[] = [];
    for (let more = ''; ;) {
      const { status, body, headers } = await ask(`${path}${path.includes('?') ? '&' : '?'}${more}`);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      found.push(...(body.objects ?? []).map(({ id }) => String(id)));
      if (!body.more) return found;
      more = by === 'next' ? `next=${body.next}` : `added_after=${headers.get('x-taxii-date-added-last')}`;
    }
  };

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    a = taxii(hub, joint.token['cert-a']);
    b = taxii(hub, joint.token['cert-b']);
    const post = (...objects: object[]) => a(`${ALL}/objects/`, { body: { objects } });
    await post(indicator('three'), ...Array.from({ length: 11 }, (_, i) => indicator(`p${i}`)));
    await post(indicator('three', { modified: T2, confidence: 2 }), object('malware', 'm', { is_family: false }));
    await post(indicator('three', { modified: T3, confidence: 3 }), {
      type: 'ipv4-addr',
      id: IP,
      value: '198.51.100.7',
      object_marking_refs: [MARKING.green],
    });
    green = `${ROOT}/collections/${(await collectionsOf(b))[GREEN]!}`;
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it.each([
    'limit=0',
    'limit=-1',
    'limit=x',
    'limit=1.5',
    'limit=99999999999999999',
    'limit=',
    'limit=1&limit=1',
    'added_after=yesterday',
    'added_after=2021-02-30T00:00:00Z',
    'added_after=2021-03-02T00:00:00%2B01:00',
    'added_after=',
    'added_after=2021-03-02T00:00:00Z&added_after=2021-03-02T00:00:00Z',
    'match[type]=indicator&match%5Btype%5D=malware',
    'match[version]=all,last',
    'match[version]=newest',
    'match[id]=',
    'match[colour]=red',
    `match[id]=${Array.from({ length: 101 }, (_, i) => `x${i}`).join()}`,
    'next=',
    'next=nonsense',
    `next=${'A'.repeat(200)}`,
  ])('G16: TAXII F1, P7: %s is 400 everywhere', async (query) => {
    for (const path of ['manifest/', 'objects/', `objects/${THREE}/`, `objects/${THREE}/versions/`]) {
      const { status, body } = await b(`${green}/${path}?${query}`);
      expect([path, status, body.http_status]).toEqual([path, 400, '400']);
    }
  });

  it.each([
    ['match[type]=malware', 1],
    ['match%5Btype%5D=malware%2Cipv4-addr', 2],
    ['match[type]=indicator', 12],
    ['match[type]=indicator,malware&match[id]=' + THREE, 1],
    ['match[type]=malware&match[id]=' + THREE, 0],
    ['match[type]=threat-actor', 0],
    ['match[spec_version]=2.1', 14],
    ['match[spec_version]=2.0', 0],
    ['match[spec_version]=2.0,2.1', 14],
    [`match[id]=${THREE},${IP},indicator--${fixedUuid('none')}`, 2],
    ['match[version]=all', 16],
    ['match[version]=first', 14],
    ['match[version]=first,last', 15],
    ['match[version]=2021-03-03T00:00:00Z', 1],
    ['match[version]=2021-03-04T00:00:00.123456Z', 1],
    ['match[version]=2021-03-04T00:00:00.123Z', 0],
    ['match[version]=first,2021-03-03T00:00:00.000000Z', 15],
    ['match[version]=1970-01-01T00:00:00Z', 1],
    ['added_after=2999-01-01T00:00:00Z', 0],
    ['added_after=2020-01-01T00:00:00.0000000001Z', 14],
  ])('G19: TAXII F2 to F7: %s finds %i, objects and manifest alike', async (query, count) => {
    const [objects, manifest] = [await b(`${green}/objects/?${query}`), await b(`${green}/manifest/?${query}`)];
    expect([objects.status, objects.body.objects?.length ?? 0]).toEqual([200, count]);
    expect(manifest.body.objects?.map(({ id }) => id)).toEqual(objects.body.objects?.map(({ id }) => id));
    const [first, last] = ['x-taxii-date-added-first', 'x-taxii-date-added-last'];
    expect(manifest.headers.get(first)).toBe(objects.headers.get(first));
    expect(manifest.headers.get(last)).toBe(objects.headers.get(last));
  });

  it('TAXII F5, F6: versions as their objects have them, for objects without times one for ever', async () => {
    const versions = await b(`${green}/objects/${THREE}/versions/`);
    expect(versions.body.versions).toEqual(['2021-03-02T10:00:00.000Z', T2, T3]);
    const ip = await b(`${green}/objects/${IP}/versions/`);
    expect(ip.body.versions).toEqual(['1970-01-01T00:00:00.000Z']);
    const last = await b(`${green}/objects/${THREE}/`);
    expect(last.body.objects.map(({ modified }) => modified)).toEqual([T3]);
    const all = await b(`${green}/objects/${THREE}/?match[version]=all`);
    expect(all.body.objects.map(({ confidence }) => confidence)).toEqual([undefined, 2, 3]);
  });

  it('TAXII F8: an update appears anew after what was read before it', async () => {
    const { headers } = await b(`${green}/objects/`);
    const after = headers.get('x-taxii-date-added-last')!;
    await a(`${ALL}/objects/`, { body: { objects: [indicator('p3', { modified: T2 })] } });
    const { body } = await b(`${green}/objects/?added_after=${after}`);
    expect(body.objects.map(({ id, modified }) => [id, modified])).toEqual([[indicator('p3')['id'], T2]]);
  });

  it.each(['next', 'added_after'] as const)(
    'TAXII P1, P2, P4: pages of 3 by %s give each once, in order',
    async (by) => {
      for (const path of [`${green}/objects/`, `${green}/manifest/`, `${ALL}/objects/`]) {
        const whole = await walk(`${path}?limit=1000`, by);
        expect(whole).toHaveLength(14);
        expect(await walk(`${path}?limit=3`, by)).toEqual(whole);
        expect(await walk(`${path}?limit=1`, by)).toEqual(whole);
      }
    },
  );

  it('TAXII P4: what is added at once to many audiences has a time of its own each', async () => {
    const items = (['green', 'amber', 'amber+strict', 'clear'] as const).flatMap((tlp) =>
      Array.from({ length: 5 }, (_, i) => indicator(`${tlp} ${i}`, { object_marking_refs: [MARKING[tlp]] })),
    );
    const { body } = await a(`${ALL}/objects/`, { body: { objects: items } });
    expect(body.success_count).toBe(20);
    const times = await rowsOf<{ at: string }>(hub, 'select at::text as at from entry');
    expect(new Set(times.map(({ at }) => at)).size).toBe(times.length);
    const whole = await walk(`${ALL}/objects/?limit=1000`, 'next');
    expect(await walk(`${ALL}/objects/?limit=1`, 'added_after')).toEqual(whole);
  });

  it('TAXII P5: next goes without the other filters, and not with others', async () => {
    const { body } = await b(`${green}/objects/?limit=2&match[type]=indicator&added_after=2020-01-01T00:00:00Z`);
    const bare = await b(`${green}/objects/?limit=2&next=${body.next}`);
    const full = await b(
      `${green}/objects/?limit=2&next=${body.next}&match[type]=indicator&added_after=2020-01-01T00:00:00Z`,
    );
    expect(full.body.objects).toEqual(bare.body.objects);
    expect(bare.body.objects.every(({ type }) => type === 'indicator')).toBe(true);
    for (const other of ['match[type]=malware', `match[id]=${THREE}`, 'added_after=yesterday', 'added_after='])
      expect((await b(`${green}/objects/?next=${body.next}&${other}`)).status).toBe(400);
  });

  it('TAXII P5: OpenCTI’s connector, which keeps the next of its last page for all that it asks later, misses nothing', async () => {
    const of = async (path: string) => (await b(path)).body;
    const since = 'added_after=2020-01-01T00:00:00Z';
    const began = await of(`${green}/objects/?limit=2&${since}`);
    const kept = (await of(`${green}/objects/?limit=2&next=${began.next}`)).next;
    // its other collections, of which it has had nothing yet
    const whole = await of(`${ALL}/objects/?limit=2&${since}`);
    const other = await of(`${ALL}/objects/?limit=2&next=${kept}`);
    expect(other.objects).toEqual(whole.objects);
    expect((await of(`${ALL}/objects/?limit=2&next=${other.next}`)).objects).not.toEqual(whole.objects);
    // its next run, with the time of the last, or of the one before where the last was interrupted, as added_after
    const { headers } = await b(`${green}/objects/?limit=1000`);
    const end = `added_after=${headers.get('x-taxii-date-added-last')}`;
    const runs = async () => {
      for (const after of ['added_after=2020-01-02T00:00:00Z', since])
        expect((await of(`${green}/objects/?limit=2&next=${kept}&${after}`)).objects).toEqual(began.objects);
      expect((await of(`${green}/objects/?limit=2&next=${kept}&${end}`)).objects).toBeUndefined();
    };
    await runs();
    // and days later
    const pulse = hub.app.get(Pulse);
    const later = () => Reflect.get(Pulse.prototype, 'now', pulse) + 10 * 86_400_000;
    Object.defineProperty(pulse, 'now', { configurable: true, get: later });
    await runs();
    expect((await b(`${green}/objects/?limit=2&next=${kept}`)).status).toBe(400);
    Reflect.deleteProperty(pulse, 'now');
  });

  it('TAXII P5: a client that moves added_after on from page to page goes on from the later', async () => {
    const whole = await walk(`${green}/objects/?limit=1000`, 'next');
    const got: string[] = [];
    let next = '';
    for (let page = 0; got.length < whole.length; page++) {
      const after = `added_after=2020-01-01T00:00:${String(page).padStart(2, '0')}Z`;
      const { body } = await b(`${green}/objects/?limit=3&${after}${next}`);
      got.push(...body.objects.map(({ id }) => String(id)));
      next = `&next=${body.next}`;
    }
    expect(got).toEqual(whole);
    // the same time in other digits is the same
    const first = (await b(`${green}/objects/?limit=2&added_after=2020-01-01T00:00:00Z`)).body;
    const same = `${green}/objects/?limit=2&next=${first.next}&added_after=2020-01-01T00:00:00`;
    const second = (await b(`${same}Z`)).body.objects;
    expect((await b(`${same}.000Z`)).body.objects).toEqual(second);
    expect(second).not.toEqual(first.objects);
  });

  it('TAXII P5: the next of a page by a hundred ids fits into an address', async () => {
    const ids = (await walk(`${green}/objects/?limit=1000`, 'next')).slice(0, 2);
    while (ids.length < 100) ids.push(`x-mitre-data-component--${crypto.randomUUID()}`);
    const { body } = await b(`${green}/objects/?limit=1&match[id]=${ids.join()}`);
    const onward = await b(`${green}/objects/?limit=1&next=${body.next}`);
    expect([onward.status, onward.body.objects.length]).toEqual([200, 1]);
  });

  it('TAXII P6: the manifest and versions have a next as well', async () => {
    const versions = await b(`${green}/objects/${THREE}/versions/?limit=2`);
    expect([versions.body.more, versions.body.versions.length]).toEqual([true, 2]);
    const rest = await b(`${green}/objects/${THREE}/versions/?limit=2&next=${versions.body.next}`);
    expect(rest.body.versions).toEqual([T3]);
    const ends = await b(`${green}/objects/${THREE}/versions/?limit=1&match[version]=first,last`);
    expect((await b(`${green}/objects/${THREE}/versions/?limit=1&next=${ends.body.next}`)).body.versions).toEqual([T3]);
  });

  it('TAXII P8: what is added or taken back between pages moves nothing', async () => {
    const whole = await walk(`${green}/objects/?limit=1000`, 'next');
    const first = await b(`${green}/objects/?limit=6`);
    await a(`${ALL}/objects/`, { body: { objects: [indicator('between')] } });
    await a(`${ALL}/objects/${whole[1]}/`, { method: 'DELETE' });
    const got = first.body.objects.map(({ id }) => String(id));
    const onward = await b(`${green}/objects/?limit=1000&next=${first.body.next}`);
    const seen = onward.body.objects.map(({ id, revoked }) => [String(id), revoked] as const);
    expect([...got, ...seen.filter(([, gone]) => !gone).map(([id]) => id)]).toEqual([
      ...whole,
      indicator('between')['id'],
    ]);
    expect(seen.filter(([, gone]) => gone)).toEqual([[whole[1], true]]);
  });
});
