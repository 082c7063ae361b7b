import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { EVERYTHING, collectionsOf, indicator, ROOT, TAXII, type Taxii, taxii } from './support/taxii.js';

const GREEN = 'TLP:GREEN for all members';

describe('TAXII, from end to end', () => {
  let hub: Hub;
  let joint: Joint;
  let a: Taxii;
  let b: Taxii;

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    a = taxii(hub, joint.token['cert-a']);
    b = taxii(hub, joint.token['cert-b'], 'basic');
  }, 60_000);
  afterAll(() => hub[Symbol.asyncDispose]());

  it('takes objects in, and gives them to another member, page by page', async () => {
    const sent = Array.from({ length: 12 }, (_, i) => indicator(`n${i}`, { x_kept: { a: 1 }, description: 'é' }));
    const added = await a(`${ROOT}/collections/${EVERYTHING}/objects/`, { body: { objects: sent } });
    expect([added.status, added.body.success_count, added.body.status]).toEqual([202, 12, 'complete']);
    expect(added.headers.get('content-type')).toBe(TAXII);
    const green = (await collectionsOf(b))[GREEN]!;
    const got: object[] = [];
    for (let next: string | undefined; ;) {
      const { status, body } = await b(
        `${ROOT}/collections/${green}/objects/?limit=5${next === undefined ? '' : `&next=${next}`}`,
      );
      expect(status).toBe(200);
      got.push(...body.objects);
      if (!body.more) break;
      next = body.next;
    }
    const maker = { created_by_ref: got[0]!['created_by_ref' as never] };
    expect(got).toEqual(sent.map((one) => ({ ...one, ...maker })));
  });
});
