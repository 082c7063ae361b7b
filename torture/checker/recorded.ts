import type { Evidence } from './evidence.js';
import type { Findings } from './findings.js';

/** N8: one audit record for each submission that stored something, none of what nobody was told; and its chain holds. */
export function recorded({ acks, keys, witness }: Evidence, found: Findings): void {
  if (!witness.auditOk) found.add('N8: the chain of the audit log does not hold');
  const records = new Map<string, number>();
  for (const id of witness.submissions) records.set(id, (records.get(id) ?? 0) + 1);
  const kept = new Map(acks.filter(({ fate }) => fate === 'kept').map(({ submission, key }) => [submission, key]));
  for (const [submission, key] of kept) {
    const count = records.get(submission) ?? 0;
    if (count !== 1) found.add(`N8: the submission of ${key} has ${count} audit records`);
  }
  const known = new Set([...keys.values()].flatMap(({ submissions }) => [...submissions]));
  const open = [...keys.values()].some(({ state }) => state === 'open');
  for (const submission of records.keys()) {
    if (!known.has(submission) && !open)
      found.add(`N8: the audit log tells of ${submission}, which nobody was told of`);
  }
}
