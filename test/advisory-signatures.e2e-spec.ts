import { generateKeyPairSync, sign } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type AtWork, authoring } from './support/authoring.js';
import { type Hub, startHub } from './support/hub.js';
import { giveKeys, identityOf, type Joint, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';
const SIGNED = { signers: ['cert-b'], quorum: 1 };

describe('a member’s signature under an advisory', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-b']);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const { begin, step, called, agree } = authoring(() => joint);

  it('is handed in where the member keeps the key; the hub can’t make it', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const public_key = publicKey.export({ format: 'jwk' }).x!;
    const proof = sign(
      null,
      Buffer.from(canonicalize({ type: 'tocsin-signing-key', organisation: identityOf('cert-d'), public_key })!),
      privateKey,
    ).toString('base64url');
    const register = { kept_by: 'member', public_key, proof };
    expect((await joint.admin['cert-c']('POST', '/api/v1/signing-keys', register)).body).toMatchObject({
      code: 'signature_invalid',
    });
    expect((await joint.key['cert-d']('POST', '/api/v1/signing-keys', register)).status).toBe(403);
    const { body: key } = await joint.admin['cert-d']<{ id: string; kept_by: string }>(
      'POST',
      '/api/v1/signing-keys',
      register,
    );
    expect(key.kept_by).toBe('member');
    const { id } = await begin({ signers: ['cert-d'], quorum: 1 });
    const sha256 = await called(id);
    expect((await step('cert-d', id, 'signatures', { sha256 })).body).toMatchObject({ code: 'no_signing_key' });
    const said = {
      type: 'tocsin-co-signature',
      advisory: id,
      version: 1,
      sha256,
      organisation: identityOf('cert-d'),
      key: key.id,
      signed_at: new Date().toISOString(),
    };
    const signature = sign(null, Buffer.from(canonicalize(said)!), privateKey).toString('base64url');
    const offline = { key: key.id, signed_at: said.signed_at, signature };
    const hand = (more: object) =>
      joint.key['cert-d']('POST', `${ADVISORIES}/${id}/signatures`, { sha256, offline: { ...offline, ...more } });
    expect((await hand({ signed_at: '2026-01-01T00:00:00.000Z' })).body).toMatchObject({ code: 'signature_invalid' });
    expect((await hand({})).status).toBe(201);
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });
  });

  it('is void when its key is revoked before it is published; what was published stays checkable', async () => {
    const before = await begin(SIGNED);
    await agree(before.id);
    expect((await step('cert-a', before.id, 'publish')).body).toMatchObject({ state: 'published' });
    const pending = await begin(SIGNED);
    await agree(pending.id);
    const keys = async () =>
      (
        await joint.key['cert-c']<{
          keys: { id: string; organisation: string; revoked_at: string | null; retired_at: string | null }[];
        }>('GET', '/api/v1/signing-keys')
      ).body.keys.filter(({ organisation }) => organisation === identityOf('cert-b'));
    const [key] = await keys();
    expect((await joint.admin['cert-a']('POST', `/api/v1/signing-keys/${key!.id}/revoke`)).status).toBe(404);
    expect((await joint.analyst['cert-b']('POST', `/api/v1/signing-keys/${key!.id}/revoke`)).status).toBe(403);
    expect((await joint.admin['cert-b']('POST', `/api/v1/signing-keys/${key!.id}/revoke`)).status).toBe(200);
    expect((await step('cert-a', pending.id, 'publish')).body).toMatchObject({ code: 'quorum_missing' });
    const { body } = await joint.analyst['cert-a']<{ items: object[] }>(
      'GET',
      `${ADVISORIES}/${pending.id}/signatures`,
    );
    expect(body.items).toMatchObject([{ counts: false, void_reason: 'key revoked' }]);
    expect(await keys()).toMatchObject([{ revoked_at: expect.any(String) }]);
    await giveKeys(joint, ['cert-b']); // rotated: the old one stays to be seen
    expect((await keys()).map(({ retired_at }) => retired_at === null)).toEqual([false, true]);
    const { sha256 } = (await joint.analyst['cert-a']<AtWork>('GET', `${ADVISORIES}/${pending.id}/work`)).body.signing!;
    expect((await step('cert-b', pending.id, 'signatures', { sha256 })).status).toBe(201);
    expect((await step('cert-a', pending.id, 'publish')).body).toMatchObject({ state: 'published' });
  });

  it('can’t be handed in again once it was taken back', async () => {
    const { id } = await begin({ signers: ['cert-a'], quorum: 1 });
    const sha256 = await called(id);
    const path = `${ADVISORIES}/${id}/signatures`;
    const { body: before } = await joint.analyst['cert-a']<{
      items: { key: string; signed_at: string; signature: string }[];
    }>('POST', path, { sha256 });
    const { key, signed_at, signature } = before.items[0]!;
    expect((await joint.analyst['cert-a']('DELETE', path)).status).toBe(204);
    const { body: after } = await joint.analyst['cert-a']<{ items: { signature: string }[] }>('GET', path);
    expect(after.items).toMatchObject([{ signature: '', void_reason: 'taken back' }]);
    const again = { sha256, offline: { key, signed_at, signature } };
    expect((await joint.key['cert-a']('POST', path, again)).body).toMatchObject({ code: 'signature_invalid' });
  });
});
