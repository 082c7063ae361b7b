import { contentOf, type Given, type Intent, type Mark, type Published, type Read } from '../clients/records.js';
import type { Member } from '../rig/alliance.js';

/** An item that the hub said it has taken. */
export interface Ack {
  readonly key: string;
  readonly by: Member;
  readonly intent: Intent;
  readonly outcome: string;
  readonly id: string;
  readonly etag: string;
  readonly submission: string;
  readonly invokedAt: number;
  readonly at: number;
  /** A restore undoes what came after its backup; of what came while the backup was made, nobody can say. */
  readonly fate: 'kept' | 'perhaps' | 'undone';
}

export interface ReaderHistory {
  readonly name: string;
  readonly org: Member;
  readonly minConfidence?: number | undefined;
  /** Perhaps read from its file each time: a long one is large. */
  readonly lines: Iterable<Read>;
}

export interface LedgerRow {
  readonly position: number;
  readonly op: number;
  readonly id: string;
  readonly digest: string;
  readonly chain: string;
}

/** What the hub and its Postgres are like once all is healed and quiet. */
export interface Condition {
  readonly hubs: readonly { name: string; lag: number; waiting: number; heapBytes: number }[];
  /** Of a process started a moment ago, which has done nothing yet. */
  readonly freshHeapBytes: number;
  readonly crashes: readonly string[];
  readonly idleInTransaction: number;
  readonly waitingForLocks: number;
  readonly sessions: number;
  readonly expectedSessions: number;
  /** Readers that had not caught up 30 s after healing. */
  readonly behind: readonly string[];
}

/** The last look at the hub, by a process that was there for nothing of it. */
export interface Witness {
  readonly replays: Readonly<Partial<Record<Member, readonly Given[]>>>;
  readonly ledgers: ReadonlyMap<string, readonly LedgerRow[]>;
  readonly heads: readonly { org: Member; audience: string; position: number; chain: string }[];
  readonly gets: readonly { org: Member; id: string; status: number; etag: string }[];
  /** Submissions that the audit log tells of, those that stored nothing left out. */
  readonly submissions: readonly string[];
  readonly auditOk: boolean;
  readonly condition: Condition;
}

export interface KeyHistory {
  readonly by: Member;
  readonly items: readonly Intent[];
  readonly invokedAt: number;
  state: 'open' | 'ok' | 'refused';
  code?: string;
  readonly submissions: Set<string>;
}

/** Everything that the checker goes by. */
export interface Evidence {
  readonly keys: ReadonlyMap<string, KeyHistory>;
  readonly acks: readonly Ack[];
  /** What was ever meant to be shared, by what it says. */
  readonly intents: ReadonlyMap<string, { intent: Intent; by: Member }>;
  /** What was refused for good, by what it says. */
  readonly refused: ReadonlySet<string>;
  /** Repeats of answered requests that were answered otherwise. */
  readonly otherwise: readonly string[];
  readonly restores: readonly Restore[];
  readonly readers: readonly ReaderHistory[];
  readonly witness: Witness;
}

interface Restore {
  readonly backup: number;
  readonly saved: number;
  readonly restoring: number;
  readonly restored: number;
}

export function evidenceOf(
  published: readonly Published[],
  readers: readonly ReaderHistory[],
  marks: readonly Mark[],
  witness: Witness,
): Evidence {
  const restores = restoresOf(marks);
  const keys = new Map<string, KeyHistory>();
  const intents = new Map<string, { intent: Intent; by: Member }>();
  const refused = new Set<string>();
  const acks: Ack[] = [];
  const otherwise: string[] = [];
  for (const line of published) {
    if (line.do === 'invoke') {
      const { by, items, at } = line;
      keys.set(line.key, { by, items, invokedAt: at, state: 'open', submissions: new Set() });
      for (const intent of items) intents.set(contentOf(intent), { intent, by });
      continue;
    }
    const key = keys.get(line.key);
    if (!key || line.do === 'indeterminate') continue;
    if (line.do === 'fail') {
      if (key.state === 'open') key.state = 'refused';
      key.code = line.code;
      for (const intent of key.items) refused.add(contentOf(intent));
      continue;
    }
    const { submission, at, outcomes } = line;
    const before = acks.findLast((ack) => ack.key === line.key)?.at ?? at;
    const undone = restores.some(({ restoring }) => restoring >= before && restoring <= at);
    // a receipt that was in the backup answers a repeat after the restore, too: nothing new was taken
    if (line.do === 'again' && key.submissions.has(submission)) continue;
    if (line.do === 'again' && !undone) {
      otherwise.push(`${line.key} was answered with another receipt`);
      continue;
    }
    key.state = 'ok';
    key.submissions.add(submission);
    outcomes.forEach(([outcome, id, etag], i) => {
      const intent = key.items[i];
      if (!intent) return;
      if (outcome === 'rejected') return void refused.add(contentOf(intent));
      const { by, invokedAt } = key;
      const fate = fateOf(invokedAt, at, restores);
      acks.push({ key: line.key, by, intent, outcome, id, etag, submission, invokedAt, at, fate });
    });
  }
  return { keys, acks, intents, refused, otherwise, restores, readers, witness };
}

function restoresOf(marks: readonly Mark[]): Restore[] {
  const restores: Restore[] = [];
  const last = { backup: 0, saved: 0, restoring: 0 };
  for (const mark of marks) {
    if (mark.do === 'restored') restores.push({ ...last, restored: mark.at });
    else if (mark.do === 'backup' || mark.do === 'saved' || mark.do === 'restoring') last[mark.do] = mark.at;
  }
  return restores;
}

function fateOf(invokedAt: number, at: number, restores: readonly Restore[]): Ack['fate'] {
  const later = restores.filter(({ restoring }) => at <= restoring);
  if (later.some(({ saved }) => invokedAt >= saved)) return 'undone';
  return later.some(({ backup }) => at >= backup) ? 'perhaps' : 'kept';
}

/** Which history a connection that began then was on: how many restores came before. */
export const eraOf = ({ restores }: Evidence, at: number): number =>
  restores.filter(({ restored }) => restored <= at).length;

/** Per object: the acknowledgement that is sure to stand last, and all that may have been after it. */
export function expectations({ acks }: Pick<Evidence, 'acks'>): Map<string, { last: Ack; etags: Set<string> }> {
  const expected = new Map<string, { last: Ack; etags: Set<string> }>();
  for (const ack of acks) {
    if (ack.fate === 'kept') expected.set(ack.id, { last: ack, etags: new Set([ack.etag]) });
    else if (ack.fate === 'perhaps') expected.get(ack.id)?.etags.add(ack.etag);
  }
  return expected;
}
