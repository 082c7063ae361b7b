import type { Evidence } from './evidence.js';
import type { Findings } from './findings.js';

/** What the ring of recent entries may take beside what a new process has. */
const RING_BYTES = 16 << 20;

/** N10: once all is healed nobody waits, nothing is held, nothing has leaked, and no process had ended by itself. */
export function healed({ keys, witness: { condition } }: Evidence, found: Findings): void {
  const { hubs, freshHeapBytes, crashes, idleInTransaction, waitingForLocks, sessions, expectedSessions } = condition;
  for (const name of condition.behind) found.add(`N10: ${name} had not caught up 30 s after healing`);
  for (const [key, { state }] of keys) if (state === 'open') found.add(`N10: ${key} was never answered`);
  for (const { name, lag, waiting, heapBytes } of hubs) {
    if (lag > 0) found.add(`N10: a reader of ${name} is ${lag} entries behind`);
    if (waiting > 0) found.add(`N10: ${waiting} at ${name} wait for a connection`);
    if (heapBytes > freshHeapBytes * 1.2 + RING_BYTES) {
      const [grown, fresh] = [heapBytes, freshHeapBytes].map((bytes) => Math.round(bytes / (1 << 20)));
      found.add(`N10: the heap of ${name} has ${grown} MiB, that of a new process ${fresh} MiB`);
    }
  }
  for (const text of crashes) found.add(`N10: ${text}`);
  if (idleInTransaction > 0) found.add(`N10: ${idleInTransaction} transactions are left open`);
  if (waitingForLocks > 0) found.add(`N10: ${waitingForLocks} sessions wait for a lock`);
  if (sessions > expectedSessions)
    found.add(`N10: ${sessions} sessions in Postgres, at most ${expectedSessions} belong there`);
}
