import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { EVERYTHING, indicator, object, ROOT, type Taxii, taxii } from './support/taxii.js';

/** More than two pages walk over. */
const OBJECTS = 22_000;
const ENVELOPE = 2_000;
const ALL = `${ROOT}/collections/${EVERYTHING}`;
const EARLY = '2021-03-02T11:00:00.000Z';
const LATE = '2021-03-02T12:00:00.000Z';
const ENDS = { early: indicator('early', { modified: EARLY }), late: indicator('late', { modified: LATE }) };

interface Walked {
  readonly pages: number;
  readonly found: readonly unknown[];
}

describe('match[version] with nothing but times, in a large collection', () => {
  let hub: Hub;
  let joint: Joint;

  const add = async (ask: Taxii, objects: readonly unknown[]): Promise<void> => {
    const { body } = await ask(`${ALL}/objects/`, { body: { objects } });
    expect(body).toMatchObject({ success_count: objects.length, failure_count: 0 });
  };

  const walk = async (ask: Taxii, query: string, shape = 'manifest'): Promise<Walked> => {
    const found: unknown[] = [];
    for (let pages = 1, next = ''; ; pages += 1) {
      const { status, body } = await ask(`${ALL}/${shape}/?${query}${next}`);
      expect(status).toBe(200);
      found.push(...(body.objects ?? []).map(({ id }) => id));
      if (!body.more) return { pages, found };
      next = `&next=${body.next}`;
    }
  };

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    const a = taxii(hub, joint.token['cert-a']);
    await add(a, [ENDS.early]);
    // half of it is hidden from cert-b
    for (let from = 0; from < OBJECTS; from += ENVELOPE) {
      const numbers = Array.from({ length: ENVELOPE / 2 }, (_, i) => from + i);
      await add(
        a,
        numbers.map((i) => object('identity', `w${i}`, { identity_class: 'group' })),
      );
      const { body } = await joint.analyst['cert-a']('POST', '/api/v1/indicators', {
        audience: 'organisation',
        items: numbers.map((i) => ({ value: `h${i}.example`, tlp: 'amber+strict' })),
      });
      expect(body).toMatchObject({ outcomes: numbers.map(() => ({ outcome: 'created' })) });
    }
    await add(a, [ENDS.late]);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('gives what has that time, wherever it stands, and ends where nothing has it', async () => {
    const a = taxii(hub, joint.token['cert-a']);
    expect(await walk(a, `match[version]=${LATE}`)).toEqual({ pages: 3, found: [ENDS.late['id']] });
    expect(await walk(a, `match[version]=${EARLY},${LATE}&limit=1`, 'objects')).toEqual({
      pages: 3,
      found: [ENDS.early['id'], ENDS.late['id']],
    });
    expect(await walk(a, 'match[version]=2001-01-01T00:00:00Z')).toEqual({ pages: 3, found: [] });
    expect(await walk(a, 'match[version]=2001-01-01T00:00:00Z&match[type]=indicator')).toMatchObject({ found: [] });
    // what has an index is not walked over
    expect(await walk(a, 'match[version]=2001-01-01T00:00:00Z&match[type]=malware')).toEqual({ pages: 1, found: [] });
  });

  it('says nothing by its pages of what the reader can not see', async () => {
    const b = taxii(hub, joint.token['cert-b']);
    expect(await walk(b, `match[version]=${LATE}`)).toEqual({ pages: 2, found: [ENDS.late['id']] });
  });

  it('walks over no more where all have the time than the page gives', async () => {
    const b = taxii(hub, joint.token['cert-b']);
    const { body } = await b(`${ALL}/manifest/?match[version]=2021-03-02T10:00:00Z&limit=10`);
    expect(body).toMatchObject({ more: true });
    expect(body.objects).toHaveLength(10);
  });
});
