import { generateKeyPairSync, sign } from 'node:crypto';
import { REPORT } from '../testing/advisory-routes.js';
import type { StixObject } from '../types.js';
import { ADVISORY_EXTENSION, type CoSignature, extensionOf, signerMark, statement, textHash } from './text.js';
import { verifyAdvisory, type SigningKey } from './verify-advisory.js';

const SIGNED_AT = '2026-01-01T00:00:00.000Z';
const OPENING = 'the same for all here';
const PUBLISHED = '2026-01-02T00:00:00.000Z';

function member(name: string, more: Partial<SigningKey> = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key: SigningKey = {
    id: `key of ${name}`,
    organisation: `identity--${name}`,
    name,
    public_key: publicKey.export({ format: 'jwk' }).x!,
    kept_by: 'hub',
    created_at: SIGNED_AT,
    retired_at: null,
    revoked_at: null,
    ...more,
  };
  const signs = (report: StixObject, text = textHash(report)): CoSignature => {
    const said = {
      advisory: report.id,
      version: 1,
      sha256: text,
      organisation: key.organisation,
      key: key.id,
      signed_at: SIGNED_AT,
    };
    const signature = sign(null, statement(said), privateKey).toString('base64url');
    return { organisation: key.organisation, key: key.id, signed_at: SIGNED_AT, signature, asked: OPENING };
  };
  return { key, signs };
}

const marks = (...names: string[]) => names.map((name) => signerMark(OPENING, `identity--${name}`));
const advisory = (more: Record<string, unknown>): StixObject => ({
  ...REPORT,
  created_by_ref: 'identity--a',
  published: PUBLISHED,
  extensions: {
    [ADVISORY_EXTENSION]: { ...extensionOf(REPORT), signers: marks('a', 'b'), authors: ['identity--a'], ...more },
  },
});
const published = (signatures: CoSignature[], quorum = 1): StixObject => advisory({ quorum, signatures });
const unsigned = (quorum = 1) => published([], quorum);

/** A text of one's own, and whoever signs it; or signatures that were made under another. */
const signedBy = (
  more: Record<string, unknown>,
  by: readonly (ReturnType<typeof member> | CoSignature)[],
): StixObject => {
  const text = advisory(more);
  return advisory({ ...more, signatures: by.map((one) => ('signs' in one ? one.signs(text) : one)) });
};

describe('verifyAdvisory', () => {
  const [a, b, c] = [member('a'), member('b'), member('c')];

  test('holds when as many members as the quorum have signed the text', async () => {
    const report = published([a.signs(unsigned(2)), b.signs(unsigned(2))], 2);
    const { ok, signatures } = await verifyAdvisory(report, [a.key, b.key]);
    expect([ok, signatures.map(({ good, name }) => [good, name])]).toEqual([
      true,
      [
        [true, 'a'],
        [true, 'b'],
      ],
    ]);
  });

  test.each<[string, unknown]>([
    ['no list', 'signed'],
    ['nothing', [null]],
    ['no texts', [{ organisation: 1, key: [], signed_at: {}, signature: null }]],
    ['half a character', [{ ...a.signs(unsigned()), organisation: '\uD800', key: '\uD800' }]],
  ])('is not broken by a signature that is %s: it does not hold', async (_, signatures) => {
    const report = advisory({ quorum: 1, signatures });
    const keys = [a.key, { ...a.key, id: '\uD800', organisation: '\uD800' }];
    expect(await verifyAdvisory(report, keys)).toMatchObject({ ok: false });
  });

  test.each<[string, () => [StixObject, SigningKey[]], string | undefined]>([
    ['nobody signed', () => [unsigned(0), []], undefined],
    [
      'the quorum was lowered',
      () => [published([a.signs(unsigned(2))], 1), [a.key]],
      'the signature is not of this text',
    ],
    ['the same member twice', () => [published([a.signs(unsigned(2)), a.signs(unsigned(2))], 2), [a.key]], undefined],
    [
      'another text',
      () => [{ ...published([a.signs(unsigned())]), name: 'x' }, [a.key]],
      'the signature is not of this text',
    ],
    ['a key that is not known', () => [published([a.signs(unsigned())]), [b.key]], 'the key is not among those given'],
    [
      'a key of another member',
      () => [published([a.signs(unsigned())]), [{ ...a.key, organisation: 'identity--b' }]],
      'the key is not among those given',
    ],
    [
      'a key that was retired before',
      () => [published([a.signs(unsigned())]), [{ ...a.key, retired_at: '2025-12-31T00:00:00.000Z' }]],
      'the key was retired before',
    ],
    [
      'a key that was revoked before publication',
      () => [published([a.signs(unsigned())]), [{ ...a.key, revoked_at: '2026-01-01T12:00:00.000Z' }]],
      'the key was revoked before publication',
    ],
    ['somebody who was not asked', () => [published([c.signs(unsigned())]), [c.key]], 'it was not asked to sign'],
    [
      'somebody who opens the mark of another',
      () => [published([{ ...c.signs(unsigned()), asked: `${OPENING} identity--a` }]), [c.key]],
      'it was not asked to sign',
    ],
    [
      'one who was not asked, beside one who was, where two have to sign',
      () => [published([c.signs(unsigned(2)), a.signs(unsigned(2))], 2), [a.key, c.key]],
      'it was not asked to sign',
    ],
    [
      'one who adds itself to those asked, after they have signed',
      () => [
        signedBy({ signers: marks('a', 'b', 'c'), quorum: 2 }, [a.signs(unsigned(2)), c.signs(unsigned(2))]),
        [a.key, c.key],
      ],
      'the signature is not of this text',
    ],
    [
      'one who writes a joint attribution of five and signs it alone',
      () => [
        signedBy({ kind: 'joint-attribution', authors: ['a', 'b', 'd', 'e', 'f'].map((one) => `identity--${one}`) }, [
          a,
        ]),
        [a.key, b.key],
      ],
      undefined,
    ],
    [
      'one who writes a joint attribution in the name of another that leads',
      () => [signedBy({ kind: 'joint-attribution', authors: ['identity--b'] }, [b]), [a.key, b.key]],
      undefined,
    ],
    [
      'one who leaves out who is asked, as texts did that were made before',
      () => [signedBy({ kind: 'joint-attribution', signers: undefined }, [a]), [a.key]],
      undefined,
    ],
    ['marks that are none', () => [signedBy({ signers: 'abc' }, [a]), [a.key]], undefined],
    [
      'no key at all',
      () => [published([a.signs(unsigned())]), [{ ...a.key, public_key: '!' }]],
      'the signature is not of this text',
    ],
  ])('does not hold: %s', async (_, given, note) => {
    const { ok, signatures } = await verifyAdvisory(...given());
    expect([ok, signatures[0]?.note]).toEqual([false, note]);
  });

  test('holds with a key that was retired since, or revoked after publication, and says so', async () => {
    const report = published([a.signs(unsigned())]);
    const later = '2026-02-01T00:00:00.000Z';
    expect(await verifyAdvisory(report, [{ ...a.key, retired_at: later }])).toMatchObject({ ok: true });
    expect(await verifyAdvisory(report, [{ ...a.key, retired_at: later, revoked_at: later }])).toMatchObject({
      ok: true,
      signatures: [{ good: true, note: 'the key was revoked on 2026-02-01, after publication' }],
    });
  });

  test('says which of its authors have not signed, and fails for it where it is their joint word', async () => {
    const more = { authors: ['identity--a', 'identity--b', 'identity--d'], quorum: 2 };
    const plain = signedBy(more, [a, b]);
    expect(await verifyAdvisory(plain, [a.key, b.key])).toMatchObject({
      ok: true,
      unsigned: [{ organisation: 'identity--d' }],
    });
    const joint = signedBy({ ...more, kind: 'joint-attribution' }, [a, b]);
    expect(await verifyAdvisory(joint, [a.key, b.key])).toMatchObject({ ok: false, names_signers: true });
    const all = signedBy({ kind: 'joint-attribution', authors: ['identity--a', 'identity--b'], quorum: 2 }, [a, b]);
    expect(await verifyAdvisory(all, [a.key, b.key])).toMatchObject({ ok: true, unsigned: [] });
    const foreign = signedBy({ signers: marks('b'), authors: [] }, [b]);
    expect(await verifyAdvisory(foreign, [a.key, b.key])).toMatchObject({
      ok: true,
      unsigned: [{ organisation: 'identity--a', name: 'a' }],
    });
  });

  test('says of one that was made before texts named who is asked, that it was', async () => {
    const old = signedBy({ signers: undefined }, [a]);
    expect(await verifyAdvisory(old, [a.key])).toMatchObject({
      ok: false,
      names_signers: false,
      signatures: [{ good: true }],
    });
  });

  test('refuses what is no advisory', async () => {
    await expect(verifyAdvisory({ type: 'report', id: 'report--2' }, [])).rejects.toThrow('no advisory');
  });
});
