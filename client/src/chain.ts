import { sha256 } from './sha256.js';
import type { Entry, Op } from './types.js';

/** How a ledger numbers what was done. */
export const OP_CODE: Record<Op, number> = { create: 0, update: 1, revoke: 2, recall: 3 };

const utf8 = new TextEncoder();

/** The chain before the first entry: 32 zero bytes. */
export const CHAIN_START = encode(new Uint8Array(32));

/** One position of one audience's ledger, as an entry claims it. */
export interface Step {
  audience: string;
  position: number;
  op: number;
  id: string;
  digest: string;
  chain: string;
}

/** SHA-256 of the nonce that came with an object (base64url; none with a recall) and of its JSON, base64url. */
export function digestOf(object: unknown, nonce = ''): string {
  const [blind, text] = [bytesOf(nonce), utf8.encode(JSON.stringify(object))];
  const both = new Uint8Array(blind.length + text.length);
  both.set(blind);
  both.set(text, blind.length);
  return encode(sha256(both));
}

/** The chain after `step`, given the chain before it: sha256(before ‖ sha256(position ‖ op ‖ id ‖ 0 ‖ digest)). */
export function link(before: string, step: Omit<Step, 'audience' | 'chain'>): string {
  const id = utf8.encode(step.id);
  const leaf = new Uint8Array(8 + 1 + id.length + 1 + 32);
  new DataView(leaf.buffer).setBigUint64(0, BigInt(step.position));
  leaf[8] = step.op;
  leaf.set(id, 9);
  leaf.set(decode(step.digest), 9 + id.length + 1);
  const both = new Uint8Array(64);
  both.set(decode(before));
  both.set(sha256(leaf), 32);
  return encode(sha256(both));
}

/**
 * The ledger positions an entry accounts for. A move between two audiences you see travels as one entry, though the
 * ledgers hold two: a recall where the object was and a create where it now is.
 */
export function stepsOf(entry: Entry): Step[] {
  const { object, audience, position, chain, from } = entry;
  const digest = entry.digest ?? digestOf(object, entry.nonce);
  const op = from ? OP_CODE.create : OP_CODE[entry.withheld ?? entry.op];
  const target = { audience, position, op, id: object.id, digest, chain };
  if (!from) return [target];
  const recalled = digestOf({ id: object.id, type: object.type });
  return [{ ...from, op: OP_CODE.recall, id: object.id, digest: recalled }, target];
}

function encode(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Exactly 32 bytes, or zeros for what is no hash at all: the chain then simply does not match. */
function decode(text: string): Uint8Array {
  return /^[\w-]{43}=?$/.test(text) ? bytesOf(text).subarray(0, 32) : new Uint8Array(32);
}

function bytesOf(text: string): Uint8Array {
  if (!/^[\w-]*={0,2}$/.test(text)) return new Uint8Array();
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
