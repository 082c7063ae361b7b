import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { appendAudit, type Deed } from '../audit/index.js';
import {
  type Audience,
  type Audiences,
  type AudienceTarget,
  type Book,
  visible,
  type Visible,
} from '../audience/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { notify, type Sql } from '../platform/index.js';
import { addressStep, decide, Known, type Step } from './decide.js';
import {
  advanceHead,
  dropAudiences,
  findByFingerprint,
  findById,
  internAudiences,
  lockHead,
  type LockedHead,
  readLedgerHeads,
  readSince,
  writeLedgerHeads,
} from './known.js';
import { Ledgers } from './ledger.js';
import { type Ground, Plan } from './plan.js';
import { readReceipts, sameRequest, writeReceipts } from './receipts.js';
import { writeChanges } from './store.js';
import { idsOf, type Outcome, type Receipt, type Submission } from './submission.js';

/** Changes decided in one go. */
const SLICE = 250;
/** New audiences that one submission may make: each is a row for ever, and looked at by every reader. */
const NEW_AUDIENCES = 100;

/** What the batch needs of the rest of the process. */
export interface Authority {
  readonly audiences: Audiences;
  /** Called under the head lock when rights have changed since the process last looked: brings it up to date. */
  catchUp(): Promise<void>;
  /** The viewer as its credential stands now; throws the Fault that ends it. */
  renew(viewer: Viewer): Promise<Viewer>;
}

/** What became of a submission of the batch: its receipt, or why none of it was taken. */
export type Result = { readonly receipt: Receipt } | { readonly fault: Fault };

/** The outcome of a batch, to be given out once its transaction has committed. */
export interface Committed {
  readonly results: readonly Result[];
  /** New audiences were made: the process must learn them. */
  readonly learn: boolean;
}

/**
 * Everything of one group commit, in one transaction: rights are looked at under the lock, then changes are recognised,
 * decided, numbered, written, audited and receipted. Rolled back as a whole when anything throws.
 */
export async function writeBatch(
  sql: Sql,
  submissions: readonly Submission[],
  authority: Authority,
): Promise<Committed> {
  const head = await lockHead(sql);
  const { viewers, book } = await admit(submissions, head, authority);
  const earlier = await readReceipts(sql, submissions);
  const fresh = submissions.map((s, i) => !('fault' in viewers[i]!) && !earlier.has(i));
  const steps = submissions.map((s, i) =>
    fresh[i] ? toSteps(s, viewers[i] as Viewer, authority.audiences, book) : [],
  );
  const { outcomes, learn } = await apply(sql, steps, head, book);
  const results = submissions.map((submission, i): Result => {
    const viewer = viewers[i]!;
    if ('fault' in viewer) return viewer;
    const before = earlier.get(i);
    if (before)
      return sameRequest(before, submission)
        ? { receipt: before.receipt }
        : { fault: new Fault('idempotency_key_reused') };
    return { receipt: receiptOf(outcomes[i] ?? []) };
  });
  const kept = submissions.flatMap((submission, i) => {
    const result = results[i]!;
    if (!fresh[i] || !('receipt' in result)) return [];
    return [{ submission, receipt: result.receipt, red: steps[i]!.some((step) => step.target?.tlp === 'red') }];
  });
  await writeReceipts(sql, kept);
  await appendAudit(
    sql,
    kept.map(({ submission, receipt, red }) => deedOf(submission, receipt, red)),
  );
  return { results, learn };
}

/** Viewers as they stand now. Whose credential ended between the request and the lock gets a Fault, and nothing written. */
async function admit(submissions: readonly Submission[], head: LockedHead, authority: Authority) {
  if ((await authority.audiences.current()).authority < head.authority) await authority.catchUp();
  const book = await authority.audiences.current();
  if (book.newest < head.audience) await authority.audiences.learn(); // another process made audiences that were not seen yet
  const viewers = await Promise.all(
    submissions.map(({ viewer }) =>
      authority.renew(viewer).catch((error: unknown): { fault: Fault } => {
        if (error instanceof Fault) return { fault: error };
        throw error;
      }),
    ),
  );
  return { viewers, book };
}

function toSteps(submission: Submission, viewer: Viewer, audiences: Audiences, book: Book): Step[] {
  const seen = audiences.ofBook(viewer, book);
  return submission.changes.map((change, index) => ({ viewer, index, change, seen }));
}

async function apply(sql: Sql, steps: readonly Step[][], head: LockedHead, book: Book) {
  const all = steps.flat();
  const known = new Known();
  for (const object of await findById(sql, [...new Set(all.flatMap((step) => idsOf(step.change)))])) known.add(object);
  for (const step of all) addressStep(step, known, book);
  const recognisable = all.filter((s) => s.fingerprint && !s.fault);
  const own = await findByFingerprint(
    sql,
    recognisable.map((s) => s.viewer.organisationId),
    recognisable.map((s) => s.fingerprint!),
  );
  for (const object of own) known.add(object);
  for (const mine of steps) limitNewAudiences(mine, book);
  const targets = all.flatMap((s) => (s.target && !s.fault ? [s.target] : []));
  const interned = await internAudiences(sql, targets, book);
  const plan = new Plan(await ground(sql, known, interned, head));
  resee(all, interned, book);
  const audienceOf = (target: AudienceTarget): Audience => {
    const audience = interned.get(target.key);
    if (!audience) throw new Error('an audience was not interned');
    return audience;
  };
  const outcomes: Outcome[][] = [];
  for (const mine of steps) outcomes.push(await decideAll(mine, (step) => decide(step, known, plan, audienceOf)));
  await store(sql, plan, head);
  const told = new Set(plan.writes.flatMap(({ entries }) => entries.map(({ audienceId }) => audienceId)));
  const made = [...interned.values()].map(({ id }) => id).filter((id) => !book.audiences.has(id));
  // those whom a refused change would have addressed must not notice it
  await dropAudiences(
    sql,
    made.filter((id) => !told.has(id)),
  );
  return { outcomes, learn: made.some((id) => told.has(id)) };
}

function limitNewAudiences(steps: readonly Step[], book: Book): void {
  const fresh = new Set<string>();
  for (const step of steps) {
    if (!step.target || step.fault || book.audiencesByKey.has(step.target.key)) continue;
    fresh.add(step.target.key);
    if (fresh.size > NEW_AUDIENCES) {
      step.fault = new Fault(
        'audience_not_allowed',
        `one submission addresses at most ${NEW_AUDIENCES} audiences that are new`,
      );
    }
  }
}

/** A large submission lets others have the event loop in between. */
async function decideAll(steps: readonly Step[], decideOne: (step: Step) => Outcome): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    outcomes.push(decideOne(step));
    if (outcomes.length % SLICE === 0) await setImmediate();
  }
  return outcomes;
}

/** What an earlier change of the batch put before a new audience, later ones see. */
function resee(steps: readonly Step[], interned: ReadonlyMap<string, Audience>, book: Book): void {
  const fresh = [...interned.values()].filter((audience) => !book.audiences.has(audience.id));
  if (fresh.length === 0) return;
  const extended = {
    ...book,
    audiences: new Map([...book.audiences, ...fresh.map((a): [number, Audience] => [a.id, a])]),
  };
  const seen = new Map<Viewer, Visible>();
  for (const step of steps) {
    if (!seen.has(step.viewer)) seen.set(step.viewer, visible(step.viewer, extended));
    step.seen = seen.get(step.viewer)!;
  }
}

/** Ends of the ledgers that may grow, and since when audiences know what may change. */
async function ground(
  sql: Sql,
  known: Known,
  interned: ReadonlyMap<string, Audience>,
  head: LockedHead,
): Promise<Ground> {
  const met = known.objects;
  const ids = new Set([...interned.values()].map((a) => a.id));
  for (const object of met) ids.add(object.audienceId);
  const heads = await readLedgerHeads(sql, [...ids]);
  const since = await readSince(
    sql,
    met.map((o) => o.no),
  );
  return { ledgers: new Ledgers(heads), since, now: Number(head.now / 1000n), seq: head.seq };
}

async function store(sql: Sql, plan: Plan, head: LockedHead): Promise<void> {
  if (plan.writes.length === 0) return;
  // each log number has a stamp of its own, strictly increasing, since TAXII pages by it (SECURITY 4.14)
  const base = head.now > head.stamp ? head.now : head.stamp + 1n;
  const stampOf = (seq: number) => base + BigInt(seq - head.seq - 1);
  await writeChanges(sql, plan.writes, stampOf);
  await writeLedgerHeads(sql, plan.ledgers);
  const last = plan.writes.at(-1)!.seq;
  await advanceHead(sql, last, stampOf(last));
  await notify(sql);
}

function receiptOf(outcomes: readonly Outcome[]): Receipt {
  const counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return { submission: randomUUID(), counts, outcomes };
}

/** One record a submission, not one an item: the items are in it as a hash over their ids and versions. */
function deedOf({ viewer, door }: Submission, { submission, counts, outcomes }: Receipt, red = false): Deed {
  const stored = outcomes.filter((o) => o.outcome === 'created' || o.outcome === 'updated');
  const hash = createHash('sha256');
  for (const { id, etag } of stored) hash.update(`${id} ${etag}\n`);
  // ids of TLP:RED objects are for the people that they name, not for who reads the audit log
  const few = stored.length <= 20 && !red ? { objects: stored.map((o) => o.id) } : {};
  return { action: 'submission', viewer, detail: { submission, door, ...counts, ...few, sha256: hash.digest('hex') } };
}
