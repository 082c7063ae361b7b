import canonicalize from 'canonicalize';
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sha256, type StixObject } from '../../kernel/index.js';
import { ADVISORY_EXTENSION, advisoryOf, type Signature } from './report.js';

/** What publication adds to a report, or withdrawal: no part of what was signed. */
const ADDED = ['created', 'modified', 'published', 'revoked'];
const ADDED_WITHIN = ['signatures', 'withdrawn'];

/** The text that is signed (RFC 8785): the report without what publication adds to it. */
export function canonicalText(report: StixObject): string {
  const extension = without(advisoryOf(report) ?? {}, ADDED_WITHIN);
  const text = without(report, ADDED);
  return canonical({ ...text, extensions: { ...(text['extensions'] as object), [ADVISORY_EXTENSION]: extension } });
}

const without = (object: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('there is no canonical form of it');
  return text;
}

/** SHA-256 of the canonical text, in hex. */
export const textHash = (report: StixObject): string => sha256(canonicalText(report)).toString('hex');

/** What an organisation says by signing. */
export interface Said {
  readonly advisory: string;
  readonly version: number;
  /** Of {@link textHash}. */
  readonly sha256: string;
  readonly organisation: string;
  readonly key: string;
  readonly signed_at: string;
}

/** The bytes that are signed: a statement that is good for one version of one advisory, one organisation and one key. */
const statement = (said: Said): Buffer =>
  Buffer.from(canonical({ type: 'tocsin-co-signature', ...pick(said) }), 'utf8');

const pick = ({ advisory, version, sha256: hash, organisation, key, signed_at }: Said): Said => ({
  advisory,
  version,
  sha256: hash,
  organisation,
  key,
  signed_at,
});

/** Ed25519 over the statement, base64url. */
export const signStatement = (said: Said, key: KeyObject): string =>
  sign(null, statement(said), key).toString('base64url');

/** Whether the signature is of that statement, by the key of these 32 bytes. */
export function isSigned(said: Said, signature: Signature['signature'], publicKey: Buffer): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  return bytes.length === 64 && verify(null, statement(said), ed25519(publicKey), bytes);
}

/** RFC 8037. Throws a TypeError when it is no public key. */
export const ed25519 = (publicKey: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' });

/** A key's id: the first 16 bytes of its SHA-256, in hex. */
export const keyIdOf = (publicKey: Buffer): string => sha256(publicKey).toString('hex').slice(0, 32);

/** What a member signs with a new key of its own, to prove that it has it. */
export const keyProof = (organisation: string, publicKey: Buffer): Buffer =>
  Buffer.from(
    canonical({ type: 'tocsin-signing-key', organisation, public_key: publicKey.toString('base64url') }),
    'utf8',
  );
