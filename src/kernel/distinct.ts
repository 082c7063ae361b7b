import { hash } from 'node:crypto';

const WORDS = 3;

/** Remembers texts by 96 bits of their hashes, in sixteen to thirty-two bytes each however long they are. */
export class Distinct {
  private slots = new Uint32Array(1024 * WORDS);
  private count = 0;

  /** Whether it is met for the first time. */
  add(text: string): boolean {
    if (this.count * 4 >= (this.slots.length / WORDS) * 3) this.grow();
    const digest = hash('sha256', text);
    const word = (at: number) => Number.parseInt(digest.slice(at, at + 8), 16);
    const isNew = this.put(word(0) || 1, word(8), word(16)); // an empty slot has no first word
    if (isNew) this.count += 1;
    return isNew;
  }

  private put(a: number, b: number, c: number): boolean {
    const { slots } = this;
    const size = slots.length / WORDS;
    for (let i = a % size; ; i = (i + 1) % size) {
      const at = i * WORDS;
      if (slots[at] === 0) {
        slots.set([a, b, c], at);
        return true;
      }
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c) return false;
    }
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Uint32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += WORDS)
      if (slots[at] !== 0) this.put(slots[at]!, slots[at + 1]!, slots[at + 2]!);
  }
}
