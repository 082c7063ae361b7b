import { generateKeyPairSync, sign } from 'node:crypto';
import { REPORT } from '../testing/advisory-routes.js';
import type { StixObject } from '../types.js';
import { ADVISORY_EXTENSION, extensionOf, statement, textHash, type CoSignature } from './text.js';
import { verifyAdvisory, type SigningKey } from './verify-advisory.js';

const SIGNED_AT = '2026-01-01T00:00:00.000Z';
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
    return { organisation: key.organisation, key: key.id, signed_at: SIGNED_AT, signature };
  };
  return { key, signs };
}

const published = (signatures: CoSignature[], quorum = 1): StixObject => ({
  ...REPORT,
  published: PUBLISHED,
  extensions: { [ADVISORY_EXTENSION]: { ...extensionOf(REPORT), quorum, signatures } },
});
const unsigned = (quorum = 1) => published([], quorum);

describe('verifyAdvisory', () => {
  const [a, b] = [member('a'), member('b')];

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

  test('refuses what is no advisory', async () => {
    await expect(verifyAdvisory({ type: 'report', id: 'report--2' }, [])).rejects.toThrow('no advisory');
  });
});
