import { createPublicKey, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { isSigned, textHash } from '../src/formats/index.js';
import type { StixObject } from '../src/kernel/index.js';
import { startHub } from './support/hub.js';
import { attribution, giveKeys, identityOf, type Joint, type Member, MEMBERS, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';
const SIGNERS = ['cert-a', 'cert-b', 'cert-c', 'cert-d', 'cert-e'] as const;

interface Work {
  id: string;
  state: string;
  version: number;
  etag: string;
  signing?: { sha256: string; report: StixObject };
  body: Record<string, unknown>;
  release?: { by: string; held?: string };
}
interface Signature {
  organisation: string;
  key: string;
  signed_at: string;
  signature: string;
  counts: boolean;
  void_reason: string | null;
}

async function drafted(joint: Joint, more: Record<string, unknown> = {}): Promise<Work> {
  const { status, body } = await joint.analyst['cert-a']<Work>('POST', ADVISORIES, attribution(more));
  expect([status, body.state]).toEqual([201, 'draft']);
  return body;
}

const step = async (joint: Joint, of: Member, id: string, what: string, body: unknown = {}) =>
  joint.analyst[of]<Work>('POST', `${ADVISORIES}/${id}/${what}`, body);

async function called(joint: Joint, id: string): Promise<string> {
  await step(joint, 'cert-a', id, 'review');
  const { status, body } = await step(joint, 'cert-a', id, 'call');
  expect([status, body.state]).toEqual([200, 'signing']);
  return body.signing!.sha256;
}

const signed = async (joint: Joint, of: Member, id: string, sha256: string) =>
  joint.analyst[of]<{ items: Signature[] }>('POST', `${ADVISORIES}/${id}/signatures`, { sha256 });

describe('joint advisories', () => {
  it('a joint attribution by five members: from draft to publication at quorum, and not before', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    await giveKeys(joint);
    const { id } = await drafted(joint);
    for (const member of MEMBERS.slice(1))
      expect((await joint.analyst[member]('GET', `${ADVISORIES}/${id}/work`)).status).toBe(404);
    await step(joint, 'cert-a', id, 'review');
    expect((await joint.analyst['cert-b']('GET', `${ADVISORIES}/${id}/work`)).status).toBe(200);
    expect((await joint.analyst['cert-z']('GET', `${ADVISORIES}/${id}/work`)).status).toBe(404);
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ code: 'quorum_missing' });
    const { body: work } = await step(joint, 'cert-a', id, 'call');
    const { sha256, report } = work.signing!;
    expect(textHash(report)).toBe(sha256);
    for (const member of SIGNERS.slice(0, 3)) expect((await signed(joint, member, id, sha256)).status).toBe(201);
    expect((await signed(joint, 'cert-b', id, sha256)).body).toMatchObject({ code: 'conflict' });
    expect((await signed(joint, 'cert-z', id, sha256)).status).toBe(404);
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ code: 'quorum_missing' });
    expect((await joint.key['cert-z']('GET', `${ADVISORIES}/${id}`)).status).toBe(404);
    await signed(joint, 'cert-d', id, sha256);
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ state: 'published', version: 1 });
    const { body: published } = await joint.key['cert-z']<StixObject>('GET', `${ADVISORIES}/${id}`);
    await expectSigned(joint, published, ['cert-a', 'cert-b', 'cert-c', 'cert-d']);
    const { body: found } = await joint.key['cert-z']<{ objects: StixObject[] }>('GET', '/api/v1/search?q=heron');
    expect(found.objects.map(({ type }) => type).toSorted()).toEqual(['report', 'threat-actor']);
    const { body: list } = await joint.key['cert-z']<{ items: object[] }>('GET', `${ADVISORIES}?open=true`);
    expect(list.items).toMatchObject([{ id, kind: 'joint-attribution', severity: 'critical', acknowledged: null }]);
  });

  it('an edit after the third signature voids all three, visibly', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    await giveKeys(joint);
    const { id } = await drafted(joint);
    const sha256 = await called(joint, id);
    for (const member of SIGNERS.slice(0, 3)) await signed(joint, member, id, sha256);
    const { body: before } = await joint.analyst['cert-a']<Work>('GET', `${ADVISORIES}/${id}/work`);
    const edit = { ...before.body, body: 'Another text.' };
    const saved = await joint.analyst['cert-a']<Work>('PUT', `${ADVISORIES}/${id}/work`, edit, {
      'if-match': before.etag,
    });
    expect(saved.body).toMatchObject({ state: 'review' });
    const { body } = await joint.analyst['cert-e']<{ items: Signature[] }>('GET', `${ADVISORIES}/${id}/signatures`);
    expect(body.items.map(({ counts, void_reason }) => [counts, void_reason])).toEqual(
      Array.from({ length: 3 }, () => [false, 'edited']),
    );
    expect((await signed(joint, 'cert-d', id, sha256)).body).toMatchObject({ code: 'conflict' });
    const { body: again } = await step(joint, 'cert-a', id, 'call');
    expect(again.signing!.sha256).not.toBe(sha256);
    expect((await signed(joint, 'cert-d', id, sha256)).body).toMatchObject({ code: 'precondition_failed' });
    for (const member of SIGNERS.slice(0, 4)) await signed(joint, member, id, again.signing!.sha256);
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });
    const { body: steps } = await joint.analyst['cert-a']<{ items: { step: string; detail: object }[] }>(
      'GET',
      `${ADVISORIES}/${id}/steps`,
    );
    expect(steps.items.find((one) => one.step === 'edit')?.detail).toMatchObject({ changed: ['body'], voided: 3 });
  });

  it('a member that leaves between its signature and publication does not count', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    await giveKeys(joint);
    const { id } = await drafted(joint);
    const sha256 = await called(joint, id);
    for (const member of SIGNERS.slice(0, 4)) await signed(joint, member, id, sha256);
    const leaver = identityOf('cert-d').slice('identity--'.length);
    expect((await joint.root('POST', `/api/v1/organisations/${leaver}/suspend`, { reason: 'left' })).status).toBe(200);
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ code: 'quorum_missing' });
    const { body } = await joint.analyst['cert-b']<{ items: Signature[] }>('GET', `${ADVISORIES}/${id}/signatures`);
    expect(body.items.map(({ counts }) => counts)).toEqual([true, true, true, false]);
    await signed(joint, 'cert-e', id, sha256);
    expect((await step(joint, 'cert-a', id, 'publish')).status).toBe(200);
    const { body: published } = await joint.key['cert-b']<StixObject>('GET', `${ADVISORIES}/${id}`);
    await expectSigned(joint, published, ['cert-a', 'cert-b', 'cert-c', 'cert-e']);
  });

  it('who is named as an author of a joint attribution has signed it, or nothing is published', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-b', 'cert-c']);
    const more = { authors: ['cert-b'], signers: ['cert-a', 'cert-b', 'cert-c'], quorum: 2 };
    const { id } = await drafted(joint, more);
    const sha256 = await called(joint, id);
    for (const member of ['cert-a', 'cert-c'] as const) await signed(joint, member, id, sha256);
    const refused = { code: 'quorum_missing', detail: 'one of those who are named as its authors has not signed' };
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject(refused);
    expect((await step(joint, 'cert-a', id, 'publish', { wait: true })).body).toMatchObject({ state: 'signing' });
    await signed(joint, 'cert-b', id, sha256);
    expect((await step(joint, 'cert-a', id, 'publish')).status).toBeLessThan(500); // perhaps the hub was first
    const { body: published } = await joint.key['cert-z']<StixObject>('GET', `${ADVISORIES}/${id}`);
    await expectSigned(joint, published, ['cert-a', 'cert-c', 'cert-b']);
    // who was asked is seen of those alone who have signed
    expect(JSON.stringify(published)).toContain(identityOf('cert-c'));
    const { id: other } = await drafted(joint, { signers: ['cert-a', 'cert-d'], quorum: 1 });
    await signed(joint, 'cert-a', other, await called(joint, other));
    expect((await step(joint, 'cert-a', other, 'publish')).body).toMatchObject({ state: 'published' });
    const { body: shown } = await joint.key['cert-z']<StixObject>('GET', `${ADVISORIES}/${other}`);
    expect(JSON.stringify(shown)).not.toContain(identityOf('cert-d'));
  });

  it('shows a conflict, and what differs', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    const work = await drafted(joint, { authors: ['cert-b'] });
    const path = `${ADVISORIES}/${work.id}/work`;
    const save = (of: Member, edit: object, etag: string) =>
      joint.analyst[of]<Work>('PUT', path, { ...work.body, ...edit }, { 'if-match': etag });
    expect((await save('cert-b', { body: 'By cert-b.' }, work.etag)).status).toBe(200);
    const refused = await save('cert-a', { body: 'By cert-a.' }, work.etag);
    expect([refused.status, refused.body]).toMatchObject([
      412,
      {
        code: 'precondition_failed',
        conflict: { revision: 2, organisation: identityOf('cert-b').slice(10), changed: ['body'] },
      },
    ]);
    expect((await joint.analyst['cert-a']('PUT', path, work.body)).status).toBe(428);
    expect((await save('cert-b', { signers: ['cert-b'], quorum: 1 }, '"2"')).body).toMatchObject({ code: 'forbidden' });
  });

  it('is answered by those it went to: the author sees the matrix, others their own', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    const { id } = await drafted(joint, { kind: 'advisory', signers: [], quorum: undefined });
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });
    const path = `${ADVISORIES}/${id}`;
    const give = (of: Member, answer: string) =>
      joint.key[of]('POST', `${path}/acknowledgements`, { answer, note: 'n' });
    expect((await give('cert-b', 'received')).status).toBe(201);
    await give('cert-b', 'acting');
    await give('cert-c', 'not-affected');
    expect((await give('cert-a', 'acting')).body).toMatchObject({ code: 'conflict' });
    const { body: matrix } = await joint.key['cert-a']<{ organisations: object[]; counts: object }>(
      'GET',
      `${path}/matrix`,
    );
    expect(matrix.counts).toEqual({ received: 0, acting: 1, 'not-affected': 1, fixed: 0, none: 3 });
    expect(matrix.organisations).toHaveLength(5);
    expect((await joint.key['cert-b']('GET', `${path}/matrix`)).body).toMatchObject({ code: 'forbidden' });
    const { body: own } = await joint.key['cert-b']<{ items: object[] }>('GET', `${path}/acknowledgements`);
    expect(own.items).toMatchObject([{ answer: 'acting' }, { answer: 'received' }]);
    const narrow = { kind: 'advisory', signers: [], quorum: undefined, tlp: 'amber' };
    const { id: another } = await drafted(joint, { ...narrow, audience: { organisations: ['cert-e'] } });
    await step(joint, 'cert-a', another, 'publish');
    const open = async (of: Member) => {
      const { items } = (await joint.key[of]<{ items: object[] }>('GET', `${ADVISORIES}?open=true`)).body;
      expect((await joint.key[of]('GET', `${ADVISORIES}/open`)).body).toEqual({ count: items.length, more: false });
      return items.length;
    };
    const counts = await Promise.all((['cert-b', 'cert-d', 'cert-e', 'cert-a'] as const).map(open));
    expect(counts).toEqual([0, 1, 2, 0]);
    await step(joint, 'cert-a', id, 'revise');
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ state: 'published', version: 2 });
    expect(await open('cert-b')).toBe(1);
    expect((await step(joint, 'cert-a', id, 'withdraw', { reason: 'wrong' })).body).toMatchObject({
      state: 'withdrawn',
    });
    const { body } = await joint.key['cert-d']<StixObject>('GET', path);
    expect([body.revoked, JSON.stringify(body['extensions']).includes('wrong')]).toEqual([true, true]);
  });
});

/** By the report and the public keys alone. */
async function expectSigned(joint: Joint, report: StixObject, members: readonly Member[]): Promise<void> {
  const { body } = await joint.key['cert-z']<{ keys: { id: string; organisation: string; public_key: string }[] }>(
    'GET',
    '/api/v1/signing-keys',
  );
  const [extension] = Object.values(
    report['extensions'] as Record<string, { version: number; signatures: Signature[] }>,
  );
  const { signatures, version } = extension!;
  expect(signatures.map(({ organisation }) => organisation)).toEqual(members.map(identityOf));
  const sha256 = textHash(report);
  for (const { organisation, key, signed_at, signature } of signatures) {
    const found = body.keys.find((one) => one.id === key && one.organisation === organisation)!;
    const said = { advisory: report.id, version, sha256, organisation, key, signed_at };
    const publicKey = Buffer.from(found.public_key, 'base64url');
    expect(isSigned(said, signature, publicKey)).toBe(true);
    expect(isSigned({ ...said, sha256: '0'.repeat(64) }, signature, publicKey)).toBe(false);
    const jwk = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: found.public_key }, format: 'jwk' });
    const text = canonicalize({ type: 'tocsin-co-signature', ...said })!;
    expect(verify(null, Buffer.from(text), jwk, Buffer.from(signature, 'base64url'))).toBe(true);
  }
}
