import { Fault } from '../kernel/index.js';

/** How long one waits for its turn. */
const PATIENCE_MS = 15_000;

/** So many at a time, and the rest in the order in which they came. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Resolves when it is one's turn, with what ends it. Fault: `busy`. */
  async take(): Promise<() => void> {
    if (this.running >= this.most) await this.wait();
    else this.running += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    };
  }

  private wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(new Fault('busy', undefined, { headers: { 'retry-after': '10' } }));
      }, PATIENCE_MS);
      this.waiting.push(go);
    });
  }
}
