import { isWithdrawn } from '../clients/records.js';
import type { ReaderHistory } from './evidence.js';

/** What a reader holds at the end, by its own ledger: object id → ETag. */
export function heldAtEnd({ lines }: ReaderHistory): Map<string, string> {
  const held = new Map<string, string>();
  for (const line of lines) {
    if (line.do === 'anew') held.clear();
    if (line.do !== 'took') continue;
    for (const [op, , , , id, etag] of line.entries) {
      if (isWithdrawn(op)) held.delete(id);
      else held.set(id, etag);
    }
  }
  return held;
}
