import type { Book, Visible } from '../audience/index.js';
import type { Entry } from './entry.js';
import { contentFree } from './ledger.js';
import { BETWEEN, type Piece, whole } from './subscriber.js';

/** What every reader's JSON of an entry begins with; the object follows, and after it the envelope. */
export const OPENING = '{"object":';

/** The JSON of an entry after its object, where it reads alike for all who see it. `ref`: of its audience. */
export function envelopeOf(
  { op, at, position, chain, nonce }: Pick<Entry, 'op' | 'at' | 'position' | 'chain' | 'nonce'>,
  ref: string,
): string {
  return (
    `,"op":"${op}","at":"${at}","audience":"${ref}","position":${position},"chain":"${chain.toString('base64url')}"` +
    `${nonce === null ? '' : `,"nonce":"${nonce.toString('base64url')}"`}}`
  );
}

/**
 * The entry as it goes over the wire, after {@link BETWEEN}, the stored text inside as it is. `withheld`: the position
 * without its content, since the object has moved out of the viewer's sight after it.
 */
export function wireText(entry: Entry, seen: Visible, book: Book, withheld = false): Piece {
  if (withheld) return whole(Buffer.from(`${BETWEEN}${withheldText(entry, book)}`));
  const from = entry.op !== 'recall' && entry.movedAudienceId !== null && seen.has(entry.movedAudienceId, entry.seq);
  if (from) return whole(Buffer.from(`${BETWEEN}${movedText(entry, book)}`));
  entry.wire ??= whole(Buffer.from(`${BETWEEN}${plainText(entry, book)}`));
  return entry.wire;
}

/** Prints entries that came together one behind the other: what goes to one reader of them is then few parts. */
export function printTogether(all: readonly Entry[], book: Book): void {
  const entries = all.filter(({ audienceId }) => book.audiences.has(audienceId)); // others are printed once it is known
  const texts = entries.map((entry) => `${BETWEEN}${plainText(entry, book)}`);
  const source = Buffer.from(texts.join(''));
  const isAscii = source.length === texts.reduce((sum, { length }) => sum + length, 0);
  let from = 0;
  for (const [i, text] of texts.entries()) {
    const to = from + (isAscii ? text.length : Buffer.byteLength(text));
    entries[i]!.wire = { source, from, to };
    from = to;
  }
}

const refOf = (id: number, book: Book): string => book.audiences.get(id)?.ref ?? '';

function plainText(entry: Entry, book: Book): string {
  const object = entry.body ?? contentFree(entry.id, entry.type);
  return `${OPENING}${object}${entry.envelope ?? envelopeOf(entry, refOf(entry.audienceId, book))}`;
}

/** The object came from an audience that the reader is in as well: one entry accounts for both positions. */
function movedText(entry: Entry, book: Book): string {
  const envelope = envelopeOf({ ...entry, op: 'update' }, refOf(entry.audienceId, book));
  const chain = entry.movedChain?.toString('base64url') ?? '';
  const from = `{"audience":"${refOf(entry.movedAudienceId ?? 0, book)}","position":${entry.movedPosition},"chain":"${chain}"}`;
  return `${OPENING}${entry.body}${envelope.slice(0, -1)},"from":${from}}`;
}

function withheldText(entry: Entry, book: Book): string {
  const envelope = envelopeOf({ ...entry, op: 'recall', nonce: null }, refOf(entry.audienceId, book));
  const was = `"digest":"${entry.digest.toString('base64url')}","withheld":"${entry.op}"`;
  return `${OPENING}${contentFree(entry.id, entry.type)}${envelope.slice(0, -1)},${was}}`;
}
