import { chained } from './chained.js';
import { delivered } from './delivered.js';
import type { Evidence } from './evidence.js';
import { Findings } from './findings.js';
import { genuine } from './genuine.js';
import { healed } from './healed.js';
import { honest } from './honest.js';
import { once } from './once.js';
import { readable } from './readable.js';
import { recorded } from './recorded.js';

export interface Verdict {
  /** Items that were acknowledged, those that a restore has undone left out. */
  readonly acknowledged: number;
  /** Items acknowledged after a backup was taken that was later restored: gone by definition. */
  readonly undone: number;
  readonly lost: number;
  readonly violations: readonly string[];
}

/** Holds what clients wrote down against what the hub says now: the invariants N1 to N10. */
export function check(evidence: Evidence): Verdict {
  const found = new Findings();
  for (const invariant of [readable, delivered, genuine, chained, once, recorded, honest, healed]) {
    invariant(evidence, found);
  }
  const undone = evidence.acks.filter(({ fate }) => fate === 'undone').length;
  return {
    acknowledged: evidence.acks.length - undone,
    undone,
    lost: found.lostCount,
    violations: found.violations,
  };
}
