import type { StixObject } from '../types.js';
import { type AdvisoryExtension, type CoSignature, extensionOf, signerMark, statement, textHash } from './text.js';

/** A member's public key, as the hub gives it out. */
export interface SigningKey {
  id: string;
  organisation: string;
  name: string;
  /** 32 bytes, base64url. */
  public_key: string;
  kept_by: 'hub' | 'member';
  created_at: string;
  retired_at: string | null;
  revoked_at: string | null;
}

/** What became of one signature. */
export interface CheckedSignature {
  organisation: string;
  /** The organisation's name, by its key. */
  name?: string;
  key: string;
  signed_at: string;
  good: boolean;
  /** Why it is not good, or what should be known of a good one. */
  note?: string;
}

/** What a published advisory's signatures are worth. */
export interface AdvisoryReport {
  /**
   * As many of those who were asked to sign it have signed this very text as its quorum asks for; and all of its authors, where it is
   * a joint attribution.
   */
  ok: boolean;
  /** When it was taken back, as the document says; no part of what is signed. */
  withdrawn?: string;
  advisory: string;
  title: string;
  version: number;
  sha256: string;
  quorum: number;
  signatures: CheckedSignature[];
  /** Named as having written it, the lead first, without a good signature: that they did is said by the others alone. */
  unsigned: { organisation: string; name?: string }[];
  /** Whether the text names who was asked to sign. One that was made before texts did does not hold: who counts is anybody's word. */
  names_signers: boolean;
}

/**
 * Checks the signatures under an advisory, by itself and the members' public keys alone. A key that was retired since is
 * good for what it signed before; one that was revoked since, for what was published before. Throws a TypeError when it is
 * no advisory.
 */
export async function verifyAdvisory(report: StixObject, keys: readonly SigningKey[]): Promise<AdvisoryReport> {
  const extension = extensionOf(report);
  if (!extension) throw new TypeError('this is no advisory of a hub');
  const { version = 1, quorum = 0 } = extension;
  const signatures: unknown[] = Array.isArray(extension.signatures) ? extension.signatures : [];
  const signers = Array.isArray(extension.signers) ? extension.signers : undefined;
  const sha256 = textHash(report);
  const published = typeof report['published'] === 'string' ? report['published'] : undefined;
  const checked = await Promise.all(
    signatures.map(async (one) =>
      isSignature(one) ? check(one, { advisory: report.id, version, sha256, signers }, keys, published) : UNREADABLE,
    ),
  );
  const signed = new Set(checked.filter(({ good }) => good).map(({ organisation }) => organisation));
  const unsigned = authorsOf(report, extension).filter((one) => !signed.has(one));
  const joint = extension.kind === 'joint-attribution';
  return {
    ok: signers !== undefined && signed.size >= Math.max(1, quorum) && !(joint && unsigned.length > 0),
    ...(extension.withdrawn && { withdrawn: extension.withdrawn.at }),
    advisory: report.id,
    title: report.name ?? '',
    version,
    sha256,
    quorum,
    signatures: checked,
    unsigned: unsigned.map((organisation) => ({ organisation, ...named(organisation, keys) })),
    names_signers: signers !== undefined,
  };
}

const authorsOf = ({ created_by_ref: lead }: StixObject, { authors = [] }: AdvisoryExtension): string[] => [
  ...new Set([...(lead === undefined ? [] : [lead]), ...(Array.isArray(authors) ? authors : [])]),
];

function named(organisation: string, keys: readonly SigningKey[]): { name?: string } {
  const known = keys.find((one) => one.organisation === organisation);
  return known ? { name: known.name } : {};
}

/** Whoever hands a text on may have put anything in the place of a signature. */
const UNREADABLE: CheckedSignature = {
  organisation: '',
  key: '',
  signed_at: '',
  good: false,
  note: 'it is no signature',
};

function isSignature(one: unknown): one is CoSignature {
  if (typeof one !== 'object' || one === null) return false;
  const { organisation, key, signed_at: at, signature, asked = '' } = one as Record<string, unknown>;
  return [organisation, key, at, signature, asked].every((text) => typeof text === 'string');
}

async function check(
  { organisation, key, signed_at, signature, asked = '' }: CoSignature,
  { signers, ...text }: { advisory: string; version: number; sha256: string; signers: string[] | undefined },
  keys: readonly SigningKey[],
  published: string | undefined,
): Promise<CheckedSignature> {
  const known = keys.find((one) => one.id === key && one.organisation === organisation);
  const result = { organisation, ...(known && { name: known.name }), key, signed_at };
  const bad = (note: string): CheckedSignature => ({ ...result, good: false, note });
  if (!known) return bad('the key is not among those given');
  if (!(await isSigned(() => statement({ ...text, organisation, key, signed_at }), signature, known.public_key)))
    return bad('the signature is not of this text');
  if (signers && !signers.includes(signerMark(asked, organisation))) return bad('it was not asked to sign');
  if (known.retired_at !== null && Date.parse(signed_at) > Date.parse(known.retired_at))
    return bad('the key was retired before');
  if (known.revoked_at === null) return { ...result, good: true };
  return published !== undefined && Date.parse(published) < Date.parse(known.revoked_at)
    ? { ...result, good: true, note: `the key was revoked on ${known.revoked_at.slice(0, 10)}, after publication` }
    : bad('the key was revoked before publication');
}

async function isSigned(bytes: () => Uint8Array<ArrayBuffer>, signature: string, publicKey: string): Promise<boolean> {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey };
    const key = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, fromBase64url(signature), bytes());
  } catch {
    return false;
  }
}

const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
