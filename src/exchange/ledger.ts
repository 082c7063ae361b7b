import { sha256 } from '../kernel/index.js';
import { type Op, OPS } from './submission.js';

/** The end of an audience's ledger. */
export interface LedgerHead {
  position: number;
  chain: Buffer;
}

/**
 * SHA-256 of what an entry brings: the version's nonce and stored text, or the content-free object of a recall, which has
 * no nonce. The nonce goes with the content alone: who sees a ledger and not the object can't guess at it.
 */
export function digestOf(text: string, nonce: Buffer | null = null): Buffer {
  if (!nonce) return sha256(text);
  const bytes = scratch(nonce.length + text.length * 3);
  nonce.copy(bytes);
  return sha256(bytes.subarray(0, nonce.length + bytes.write(text, nonce.length)));
}

let held = Buffer.alloc(4_096);

/** Room to put together what is hashed at once; its content is anybody's. */
function scratch(bytes: number): Buffer {
  if (held.length < bytes) held = Buffer.alloc(bytes * 2);
  return held;
}

/** The object of a recall: that it was, and nothing else. */
export const contentFree = (id: string, type: string): string => JSON.stringify({ id, type });

/**
 * The chain after an entry: chain_n = sha256(chain_{n-1} ‖ leaf_n), leaf = sha256(u64be(position) ‖ u8(op) ‖ utf8(id) ‖
 * 0x00 ‖ digest), chain_0 = 32 zero bytes. Whoever has position, op, id and digest of every entry can recompute it.
 */
function nextChain(chain: Buffer, position: number, op: Op, id: string, digest: Buffer): Buffer {
  const leaf = scratch(10 + id.length * 3 + digest.length);
  leaf.writeUInt32BE(Math.floor(position / 2 ** 32), 0);
  leaf.writeUInt32BE(position % 2 ** 32, 4);
  leaf.writeUInt8(OPS.indexOf(op), 8);
  const end = 9 + leaf.write(id, 9);
  leaf.writeUInt8(0, end);
  digest.copy(leaf, end + 1);
  const hashed = sha256(leaf.subarray(0, end + 1 + digest.length));
  chain.copy(leaf);
  hashed.copy(leaf, chain.length);
  return sha256(leaf.subarray(0, chain.length + hashed.length));
}

/** Gives out dense positions and chain values per audience, from the heads that the transaction has locked. */
export class Ledgers {
  private readonly touched = new Set<number>();

  constructor(private readonly heads: Map<number, LedgerHead>) {}

  append(audienceId: number, op: Op, id: string, digest: Buffer): { position: number; chain: Buffer } {
    const head = this.heads.get(audienceId);
    if (!head) throw new Error(`the ledger of audience ${audienceId} was not read`);
    head.position += 1;
    head.chain = nextChain(head.chain, head.position, op, id, digest);
    this.touched.add(audienceId);
    return { position: head.position, chain: head.chain };
  }

  /** The audiences that got entries, with their new ends. */
  get changed(): { id: number; position: number; chain: Buffer }[] {
    return [...this.touched].map((id) => {
      const head = this.heads.get(id);
      if (!head) throw new Error(`the ledger of audience ${id} was not read`);
      return { id, ...head };
    });
  }
}
