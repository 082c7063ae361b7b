import type { Doubt, MentionType, Omission } from './mention.js';
import type { Plain } from './plain.js';

/** What was made of a stretch of plain text. */
export type Taken =
  | { readonly from: number; readonly to: number; readonly type: MentionType; readonly value: string; doubts: Doubt[] }
  | { readonly from: number; readonly to: number; readonly reason: Omission };

/**
 * A piece of plain text on which one kind of value after the other is looked for: what one has claimed is not looked
 * at again, so that no part of a value is taken for another.
 */
export class Page {
  readonly text: string;
  readonly taken: Taken[] = [];
  private readonly claimed: Uint8Array;

  constructor(readonly plain: Plain) {
    this.text = plain.text;
    this.claimed = new Uint8Array(this.text.length + 1);
  }

  claim(from: number, to: number): void {
    this.claimed.fill(1, from, to);
  }

  isFree(at: number): boolean {
    return this.claimed[at] === 0;
  }

  take(from: number, to: number, type: MentionType, value: string, doubts: Doubt[] = []): void {
    this.claim(from, to);
    this.taken.push({ from, to, type, value, doubts });
  }

  leave(from: number, to: number, reason: Omission): void {
    this.claim(from, to);
    this.taken.push({ from, to, reason });
  }
}
