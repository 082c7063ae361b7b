import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { TLP_MARKING } from '../../src/kernel/index.js';
import { type AudienceName, type Member, TLP_OF } from '../rig/alliance.js';

/** What a publisher means to share, and whether the hub ought to take it. */
export interface Intent {
  readonly value: string;
  readonly confidence: number;
  readonly description: string;
  readonly to: AudienceName;
  readonly good: boolean;
}

/** What became of one item: outcome, object id, ETag. */
export type Taken = readonly [outcome: string, id: string, etag: string];

/** A line of a publisher's ledger. `at` is milliseconds of the rig's monotonic clock. */
export type Published =
  | { do: 'invoke'; at: number; key: string; by: Member; items: Intent[] }
  /** `again`: the same request once more, though it had been answered. */
  | { do: 'ok' | 'again'; at: number; key: string; submission: string; outcomes: Taken[] }
  | { do: 'fail'; at: number; key: string; status: number; code: string }
  | { do: 'indeterminate'; at: number; key: string; why: string };

/** An entry that a reader was given: op, audience, position, chain, object id, ETag, digest, content. */
export type Given = readonly [
  op: string,
  audience: string,
  position: number,
  chain: string,
  id: string,
  etag: string,
  digest: string,
  content: string,
];

/** Where the hub says that the ledgers stand: audience, position. */
export type Heads = readonly (readonly [audience: string, position: number])[];

/** A line of a reader's ledger. */
export type Read =
  | { do: 'begin'; at: number; hub: string; after: 'beginning' | 'cursor' }
  | { do: 'took'; at: number; live: boolean; entries: Given[]; heads?: Heads }
  | { do: 'beat'; at: number }
  | { do: 'refused'; at: number; code: string }
  | { do: 'anew'; at: number };

/** A line of the rig's own ledger: when a backup was begun and done, and when it was put back. */
export interface Mark {
  do: 'backup' | 'saved' | 'restoring' | 'restored' | 'healed' | 'converged';
  at: number;
}

/** The rig's clock; nothing sets it. */
export const now = (): number => Math.round(performance.now() * 10) / 10;

/** A client's ledger: a file of JSON lines, written before the client goes on. */
export class Ledger<T> {
  private readonly file: number;

  constructor(readonly path: string) {
    this.file = openSync(path, 'a');
  }

  write(line: T): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.file);
  }
}

export const readLines = <T>(path: string): T[] =>
  readFileSync(path)
    .toString('latin1') // all is ASCII, and so a large file is not twice as large
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

/** At once: hash objects are dear, and readers make millions. */
const hashOf = (...texts: string[]): string => hash('sha256', `${texts.join('\0')}\0`).slice(0, 24);

/** What an item says, as a hash: equal for the intent and for the object that the hub made of it. */
export const contentOf = ({ value, confidence, description, to }: Intent): string =>
  hashOf(`[domain-name:value = '${value}']`, String(confidence), description, TLP_MARKING[TLP_OF[to]]);

/** The same of an object; '' for a recall, which has no content. */
export function contentOfObject({ pattern, confidence, description, object_marking_refs }: WireObject): string {
  if (pattern === undefined) return '';
  return hashOf(pattern, String(confidence), description ?? '', object_marking_refs?.join() ?? '');
}

/** Of an object what the rig looks at. */
export interface WireObject {
  readonly id: string;
  readonly pattern?: string;
  readonly confidence?: number;
  readonly description?: string;
  readonly object_marking_refs?: readonly string[];
}

/** An entry off the wire. */
export interface WireEntry {
  op: string;
  object: WireObject;
  audience: string;
  position: number;
  chain: string;
  nonce?: string;
  digest?: string;
  withheld?: string;
}

export interface WireBatch {
  entries: WireEntry[];
  cursor: string;
  live: boolean;
  heads?: { audience: string; position: number; chain: string }[];
}

/** Before the op that the hub's ledger has of an entry that a filter does not match: it came without its content. */
const WITHHELD = 'withheld ';

/** Whether the reader holds the object no more after this entry. */
export const isWithdrawn = (op: string): boolean => op === 'recall' || op.startsWith(WITHHELD);

/** The op that the hub's ledger has. */
export const ledgerOp = (op: string): string => op.replace(WITHHELD, '');

/** The entry as a ledger keeps it; the digest is reckoned from what came. */
export function given(entry: WireEntry): Given {
  const { object, audience, position, chain, nonce, digest } = entry;
  const op = entry.withheld === undefined ? entry.op : `${WITHHELD}${entry.withheld}`;
  const body = JSON.stringify(object);
  const etag = `"${hash('sha256', body).slice(0, 32)}"`;
  const blind = Buffer.from(nonce ?? '', 'base64url');
  const reckoned = digest ?? hash('sha256', Buffer.concat([blind, Buffer.from(body)]), 'base64url');
  return [op, audience, position, chain, object.id, etag, reckoned, contentOfObject(object)];
}
