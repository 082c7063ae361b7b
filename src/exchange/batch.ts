import { setImmediate } from 'node:timers/promises';
import { appendAudit } from '../audit/index.js';
import {
  type Audience,
  type Audiences,
  type AudienceTarget,
  type Book,
  visible,
  type Visible,
} from '../audience/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type Sql, together } from '../platform/index.js';
import { addressStep, decide, Known, type Step } from './decide.js';
import type { Ready } from './draft.js';
import {
  dropAudiences,
  findByFingerprint,
  findById,
  internAudiences,
  type LockedHead,
  readLedgerHeads,
  readSince,
} from './known.js';
import type { Stretch } from './entry.js';
import { type LedgerHead, Ledgers } from './ledger.js';
import { limitNewAudiences } from './new-audiences.js';
import { writeOrigins } from './origins.js';
import { type Ground, Plan } from './plan.js';
import { deedOf, readReceipts, receiptOf, sameRequest, writeReceipts } from './receipts.js';
import { meetsRed } from './red.js';
import { settle } from './settle.js';
import { Writing } from './writing.js';
import { idsOf, type Outcome, type Receipt, type Stored, type Submission, type Write } from './submission.js';

/** Changes decided in one go. Fewer cost Postgres more in statements than it gains by beginning early. */
const SLICE = 250;

/** What the batch needs of the rest of the process. */
export interface Authority {
  readonly audiences: Audiences;
  /** Milliseconds since the epoch by the database's clock, as well as the process knows it. */
  now(): number;
  /** Called under the head lock when rights have changed since the process last looked: brings it up to date. */
  catchUp(): Promise<void>;
  /** The viewer as its credential stands now; throws the Fault that ends it. */
  renew(viewer: Viewer): Promise<Viewer>;
}

/** A submission with what was made ready of its changes before the lock. */
export interface Prepared {
  readonly submission: Submission;
  /** By the change's index. */
  readonly ready: readonly (Ready | undefined)[];
}

/** What became of a submission of the batch: its receipt, or why none of it was taken. */
export type Result = { readonly receipt: Receipt } | { readonly fault: Fault };

/** The outcome of a batch, to be given out once its transaction has committed. */
export interface Committed {
  readonly results: readonly Result[];
  /** New audiences were made: the process must learn them. */
  readonly learn: boolean;
  readonly stretch: Stretch;
}

/**
 * Everything of one group commit, under the lock of the head: rights are looked at, then changes are recognised,
 * decided, numbered, written, audited and receipted. Rolled back as a whole when anything throws. `sent` is called when
 * nothing more is to be said but the commit.
 */
export async function writeBatch(
  sql: Sql,
  head: LockedHead,
  prepared: readonly Prepared[],
  authority: Authority,
  sent: () => void,
): Promise<Committed> {
  const submissions = prepared.map(({ submission }) => submission);
  const [earlier, named] = await together([
    readReceipts(sql, submissions),
    findById(sql, [...new Set(submissions.flatMap(({ changes }) => changes.flatMap(idsOf)))]),
  ]);
  const { viewers, book } = await admit(submissions, head, authority);
  const fresh = submissions.map((s, i) => !('fault' in viewers[i]!) && !earlier.has(i));
  const steps = prepared.map((one, i) =>
    fresh[i] ? toSteps(one, viewers[i] as Viewer, authority.audiences, book) : [],
  );
  const { outcomes, writes, reds, learn, writing } = await apply(sql, steps, named, head, book);
  await settle(sql, { submissions, fresh, outcomes, reds }, writing);
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
    return [{ submission, receipt: result.receipt, red: reds[i]! }];
  });
  const written = together([
    writing.end(),
    writeReceipts(sql, kept),
    writeOrigins(
      sql,
      submissions.map((submission, i) => ({ submission, writes: writes[i] ?? [] })),
    ),
    appendAudit(
      sql,
      kept.map(({ submission, receipt, red }) => deedOf(submission, receipt, red)),
    ),
  ]);
  sent();
  const [stretch] = await written;
  return { results, learn, stretch };
}

/** Viewers as they stand now. Whose credential or right to submit has ended by then gets a Fault, and nothing written. */
async function admit(submissions: readonly Submission[], head: LockedHead, authority: Authority) {
  if ((await authority.audiences.current()).authority < head.authority) await authority.catchUp();
  const book = await authority.audiences.current();
  if (book.newest < head.audience) await authority.audiences.learn(); // another process made audiences that were not seen yet
  const viewers = await Promise.all(
    submissions.map(({ viewer }) =>
      authority.renew(viewer).then(
        (now) => (now.scopes.has('submit') ? now : { fault: new Fault('forbidden') }),
        (error: unknown): { fault: Fault } => {
          if (error instanceof Fault) return { fault: error };
          throw error;
        },
      ),
    ),
  );
  return { viewers, book };
}

function toSteps({ submission, ready }: Prepared, viewer: Viewer, audiences: Audiences, book: Book): Step[] {
  const seen = audiences.ofBook(viewer, book);
  return submission.changes.map((change, index) => {
    const step: Step = { viewer, index, change, door: submission.door, seen, book };
    if (ready[index]) step.ready = ready[index];
    return step;
  });
}

async function apply(sql: Sql, steps: readonly Step[][], named: readonly Stored[], head: LockedHead, book: Book) {
  const all = steps.flat();
  const known = new Known();
  for (const object of named) known.add(object);
  for (const step of all) addressStep(step, known, book);
  for (const mine of steps) limitNewAudiences(mine, book);
  // what has an id is known by it alone, and was looked for already
  const recognisable = all.filter((s) => s.fingerprint && !s.fault && !(s.change.do === 'put' && s.change.object.id));
  const targets = all.flatMap((s) => (s.target && !s.fault ? [s.target] : []));
  const interned = await internAudiences(sql, targets, book);
  const [own, heads] = await together([
    findByFingerprint(
      sql,
      recognisable.map(({ viewer, fingerprint }) => ({
        organisationId: viewer.organisationId,
        fingerprint: fingerprint!,
      })),
    ),
    readLedgerHeads(sql, [...new Set([...interned.values()].map(({ id }) => id))]),
  ]);
  for (const object of own) known.add(object);
  resee(all, interned, book);
  const audienceOf = (target: AudienceTarget): Audience => {
    const audience = interned.get(target.key);
    if (!audience) throw new Error('an audience was not interned');
    return audience;
  };
  const made = [...interned.values()].filter(({ id }) => !book.audiences.has(id));
  const refOf = (id: number) => (book.audiences.get(id) ?? made.find((one) => one.id === id))?.ref ?? '';
  const plan = new Plan(await ground(sql, known, heads, head));
  const writing = new Writing(sql, plan, head, refOf, all.length);
  const outcomes: Outcome[][] = [];
  const writes: Write[][] = [];
  try {
    for (const mine of steps) {
      const before = plan.writes.length;
      outcomes.push(await decideAll(mine, (step) => decide(step, known, plan, audienceOf), writing));
      writes.push(plan.writes.slice(before));
    }
    const told = new Set(plan.writes.flatMap(({ entries }) => entries.map(({ audienceId }) => audienceId)));
    // those whom a refused change would have addressed must not notice it
    const unused = made.filter(({ id }) => !told.has(id)).map(({ id }) => id);
    await dropAudiences(sql, unused);
    const isRed = (id: number) => (book.audiences.get(id) ?? made.find((one) => one.id === id))?.tlp === 'red';
    const reds = steps.map((mine) => mine.some((step) => meetsRed(step, known, isRed)));
    return { outcomes, writes, reds, writing, learn: made.length > unused.length };
  } catch (error) {
    await writing.settled();
    throw error;
  }
}

/** What is decided goes to Postgres while the next is; others have the event loop in between. */
async function decideAll(
  steps: readonly Step[],
  decideOne: (step: Step) => Outcome,
  writing: Writing,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    outcomes.push(decideOne(step));
    if (outcomes.length % SLICE > 0) continue;
    writing.send();
    await setImmediate();
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
async function ground(sql: Sql, known: Known, heads: Map<number, LedgerHead>, head: LockedHead): Promise<Ground> {
  const met = known.objects;
  const more = [...new Set(met.map((o) => o.audienceId))].filter((id) => !heads.has(id));
  const [others, since] = await together([
    more.length > 0 ? readLedgerHeads(sql, more) : [],
    readSince(
      sql,
      met.map((o) => o.no),
    ),
  ]);
  const ledgers = new Ledgers(new Map([...heads, ...others]));
  return { ledgers, since, now: Math.floor(head.now / 1000), seq: head.seq };
}
