import canonicalize from 'canonicalize';
import { sha256 } from '../sha256.js';
import type { StixObject } from '../types.js';

/** The hub's property extension of STIX reports. */
export const ADVISORY_EXTENSION = 'extension-definition--642ecd66-dc6f-469e-91c6-426a9ad27b8b';

/** A co-signature, as a published report has it. */
export interface CoSignature {
  /** Identity of the organisation: `identity--…`. */
  organisation: string;
  /** Id of its key. */
  key: string;
  signed_at: string;
  /** Ed25519 over the statement, base64url. */
  signature: string;
  /** Shows that the organisation was asked to sign: opens its mark among the signers. */
  asked?: string;
}

/** What the extension says of an advisory, as far as is looked at here. */
export interface AdvisoryExtension {
  version?: number;
  kind?: string;
  severity?: string;
  quorum?: number;
  /** Identities of those who wrote it, the lead first. */
  authors?: string[];
  /** A mark for each who was asked to sign. */
  signers?: string[];
  signatures?: CoSignature[];
  withdrawn?: { at: string; reason: string; superseded_by?: string };
  [property: string]: unknown;
}

/** The extension, if the report is an advisory of a hub. */
export const extensionOf = (report: StixObject): AdvisoryExtension | undefined =>
  report.type === 'report'
    ? (report['extensions'] as Record<string, AdvisoryExtension | undefined> | undefined)?.[ADVISORY_EXTENSION]
    : undefined;

/** What publication and withdrawal add: no part of what was signed. */
const ADDED = ['created', 'modified', 'published', 'revoked'];
const ADDED_WITHIN = ['signatures', 'withdrawn'];

const without = (object: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** The text that is signed, in its canonical form (RFC 8785). */
export function canonicalText(report: StixObject): string {
  const extensions = {
    ...(report['extensions'] as object),
    [ADVISORY_EXTENSION]: without(extensionOf(report) ?? {}, ADDED_WITHIN),
  };
  return canonical({ ...without(report, ADDED), extensions });
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('there is no canonical form of it');
  return text;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const hexHash = (text: string): string =>
  Array.from(sha256(utf8(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of the canonical text, in hex: what members sign. */
export const textHash = (report: StixObject): string => hexHash(canonicalText(report));

/** The mark that an organisation has among the signers, if `asked` opens it. */
export const signerMark = (asked: string, organisation: string): string => hexHash(`${asked} ${organisation}`);

/** What an organisation says by signing: this text, as this version of this advisory. */
export interface Said {
  advisory: string;
  version: number;
  sha256: string;
  organisation: string;
  key: string;
  signed_at: string;
}

/** The bytes that are signed. */
export const statement = ({ advisory, version, sha256: hash, organisation, key, signed_at }: Said) =>
  utf8(canonical({ type: 'tocsin-co-signature', advisory, version, sha256: hash, organisation, key, signed_at }));

/** What is signed with a new key, to prove that one has it. */
export const keyProof = (organisation: string, public_key: string) =>
  utf8(canonical({ type: 'tocsin-signing-key', organisation, public_key }));
