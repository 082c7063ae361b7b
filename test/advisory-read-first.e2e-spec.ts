import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';
const TEXT = { kind: 'alert', title: 'Patch', body: 'Patch *now*.', tlp: 'green' };

interface Work {
  readonly id: string;
  readonly revision: number;
  readonly etag: string;
  readonly state: string;
}

describe('who says which revision of an advisory he has read', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it.each<['publish' | 'call', object]>([
    ['publish', {}],
    ['call', { signers: ['cert-b'] }],
  ])('can %s that one, and no other that came in between', async (step, more) => {
    const author = joint.analyst['cert-a'];
    const { body: read } = await author<Work>('POST', ADVISORIES, { ...TEXT, ...more });
    const wider = { ...TEXT, ...more, title: 'Patch, all of you', tlp: 'clear' };
    const saved = await author<Work>('PUT', `${ADVISORIES}/${read.id}/work`, wider, { 'if-match': read.etag });
    expect(saved.status).toBe(200);
    const at = (revision: unknown) => author<Work>('POST', `${ADVISORIES}/${read.id}/${step}`, { revision });
    const refused = await at(read.revision);
    expect([refused.status, refused.body]).toEqual([412, expect.objectContaining({ code: 'precondition_failed' })]);
    expect((await at('1')).status).toBe(422);
    expect((await author<Work>('GET', `${ADVISORIES}/${read.id}/work`)).body.state).toBe('draft');
    const done = await at(saved.body.revision);
    expect([done.status, done.body.state]).toEqual([200, step === 'call' ? 'signing' : 'published']);
  });
});
