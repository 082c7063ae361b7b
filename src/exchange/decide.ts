import {
  address,
  type Audience,
  type AudienceTarget,
  type Book,
  relabel,
  type Visible,
  within,
} from '../audience/index.js';
import { Fault, type StixObject, tlpRank, type Viewer } from '../kernel/index.js';
import { addressPut, fingerprintOf, originalOf, type Ready, stillReady } from './draft.js';
import { checkOriginator, checkWorkflow, isEcho, isOwnWord, isPassedOver, nextVersion } from './versions.js';
import { etagOf, type Plan } from './plan.js';
import { type Amend, type Change, type Outcome, type Put, rejected, type Stored } from './submission.js';

/** A change on its way through a batch: who says it, and what was found out about it so far. */
export interface Step {
  readonly viewer: Viewer;
  readonly index: number;
  readonly change: Change;
  /** Through which it came. */
  readonly door: string;
  /** What was made ready of it before the lock. */
  ready?: Ready;
  /** What the viewer sees, what this batch has made included. */
  seen: Visible;
  /** The book that it is addressed by. */
  book: Book;
  /** Whom it addresses; undefined for an amendment that keeps its audience, and for what was refused. */
  target?: AudienceTarget;
  fingerprint?: Buffer | null;
  fault?: Fault;
}

/** Objects that the batch may meet, by what they are recognised by; kept up to date while changes are applied. */
export class Known {
  private readonly byNo = new Map<number, Stored>();
  /** What is recognised by a fingerprint, by the object's number: its current state is asked of `byNo`. */
  private readonly byFingerprint = new Map<string, number>();
  private readonly byId = new Map<string, Stored[]>();

  /** Takes the object in, in place of any earlier state of it. */
  add(object: Stored): void {
    this.byNo.set(object.no, object);
    if (object.fingerprint) this.byFingerprint.set(this.key(object.organisationId, object.fingerprint), object.no);
    const same = (this.byId.get(object.id) ?? []).filter((o) => o.no !== object.no);
    this.byId.set(object.id, [...same, object]);
  }

  get objects(): Stored[] {
    return [...this.byNo.values()];
  }

  own(organisationId: string, id: string): Stored | undefined {
    return this.byId.get(id)?.find((o) => o.organisationId === organisationId);
  }

  /** The organisation's object that has this fingerprint now, if it still stands and the viewer sees it. */
  recognised(seen: Visible, organisationId: string, fingerprint: Buffer): Stored | undefined {
    const object = this.byNo.get(this.byFingerprint.get(this.key(organisationId, fingerprint)) ?? 0);
    if (!object || object.revoked || !object.fingerprint?.equals(fingerprint)) return undefined;
    return seen.has(object.audienceId, object.seq) ? object : undefined;
  }

  /** The object of this id that the viewer sees; the earliest, should several organisations use the id. */
  visible(seen: Visible, id: string): Stored | undefined {
    return this.allVisible(seen, id)[0];
  }

  /** All of this id that the viewer sees, the earliest first. */
  allVisible(seen: Visible, id: string): readonly Stored[] {
    const found = this.byId.get(id) ?? [];
    return found.filter((o) => seen.has(o.audienceId, o.seq)).toSorted((a, b) => a.no - b.no);
  }

  private key(organisationId: string, fingerprint: Buffer): string {
    return `${organisationId} ${fingerprint.toString('base64')}`;
  }
}

/** Whom a step addresses. Sets its target and fingerprint, or its fault. */
export function addressStep(step: Step, known: Known, book: Book): void {
  const { change } = step;
  step.book = book;
  try {
    if (change.do === 'refuse') throw change.fault;
    if (step.ready && stillReady(step.ready, step.viewer, book)) {
      step.target = step.ready.target;
      step.fingerprint = step.ready.fingerprint;
    } else if (change.do === 'put') {
      delete step.ready;
      step.target =
        change.about === undefined ? addressPut(change, step.viewer, book) : addressDerived(change, step, known, book);
      checkSpokenOf(change, step.target, step, known, book);
      step.fingerprint = fingerprintOf(change.kind, change.object, step.target);
    } else {
      step.target = addressAmend(change, step, known, book);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    step.fault = error;
  }
}

/** A sighting, an opinion or an answer goes where its object goes, or to fewer; and no further than what that belongs to. */
function addressDerived(change: Put, step: Step, known: Known, book: Book): AudienceTarget {
  const { tlp, audience, about = '', within: belongsTo = about } = change;
  const [source, outer] = [sourceOf(about, step, known, book), sourceOf(belongsTo, step, known, book)];
  const label = tlp ?? source.tlp;
  const target =
    audience === undefined ? relabel(source, label, step.viewer) : address(audience, label, step.viewer, book);
  if (!within(target, source, book) || !within(target, outer, book)) throw new Fault('derivation_exceeds_source');
  return target;
}

/** What names others' objects goes no further than they do: an id alone would tell that they are. What of that the caller does not see is nobody's business. */
function checkSpokenOf({ speaksOf = [] }: Put, target: AudienceTarget, step: Step, known: Known, book: Book): void {
  for (const id of speaksOf) {
    const object = known.visible(step.seen, id);
    const source = object && book.audiences.get(object.audienceId);
    if (!source || object.organisationId === step.viewer.organisationId) continue;
    if (!within(target, source, book)) throw new Fault('derivation_exceeds_source');
  }
}

/** Whom what one speaks of is for. Fault: `not_found` alike for hidden and missing. */
function sourceOf(id: string, { seen }: Step, known: Known, book: Book): Audience {
  const audience = book.audiences.get(known.visible(seen, id)?.audienceId ?? 0);
  if (!audience) throw new Fault('not_found');
  return audience;
}

function addressAmend(change: Amend, step: Step, known: Known, book: Book): AudienceTarget | undefined {
  const { id, relabel: asked } = change;
  const own = known.own(step.viewer.organisationId, id);
  if (!own) throw new Fault(known.visible(step.seen, id) ? 'not_originator' : 'not_found');
  const now = book.audiences.get(own.audienceId);
  if (!step.seen.has(own.audienceId, own.seq) && !mayWithdraw(change, now, step.viewer)) throw new Fault('not_found');
  if (change.kind && change.kind.type !== own.type) throw new Fault('not_found');
  for (const outer of change.within ?? [])
    if (now && !within(now, sourceOf(outer, step, known, book), book)) throw new Fault('derivation_exceeds_source');
  if (!asked || !now) return now;
  const tlp = asked.tlp ?? now.tlp;
  return asked.audience === undefined
    ? relabel(now, tlp, step.viewer)
    : address(asked.audience, tlp, step.viewer, book);
}

/** Its originator may always revoke what it said, also to a group that it has left since; RED stays with its people. */
function mayWithdraw({ kind }: Amend, now: Audience | undefined, { ceiling }: Viewer): boolean {
  return kind === null && now !== undefined && now.kind !== 'people' && tlpRank(now.tlp) <= tlpRank(ceiling);
}

/** Applies one step: writes what it changes into the plan, and says what became of it. */
export function decide(
  step: Step,
  known: Known,
  plan: Plan,
  audienceOf: (target: AudienceTarget) => Audience,
): Outcome {
  const { change, index, target } = step;
  try {
    if (step.fault) throw step.fault;
    if (change.do === 'refuse' || !target) throw new Fault('internal');
    const audience = audienceOf(target);
    return change.do === 'put'
      ? report(step, change, known, plan, audience)
      : amend(step, change, known, plan, audience);
  } catch (error) {
    if (error instanceof Fault) return rejected(index, error);
    throw error;
  }
}

function report(step: Step, change: Put, known: Known, plan: Plan, audience: Audience): Outcome {
  const { viewer, index } = step;
  const { object, kind } = change;
  const fingerprint = step.fingerprint ?? null;
  checkOriginator(change, viewer, step.book);
  if (object.id) {
    const own = known.own(viewer.organisationId, object.id);
    if (own && !step.seen.has(own.audienceId, own.seq)) throw new Fault('conflict', 'the id is taken');
    if (own && isPassedOver(own, change)) return unchanged(index, own);
    if (own) {
      checkWorkflow(own, step.door);
      const next = nextVersion(own, change, audience, step.book);
      if (!next) return unchanged(index, own);
      return stored(index, 'updated', plan.update(own, next.object, audience, fingerprint, next.original), known);
    }
    const others = known.allVisible(step.seen, object.id);
    if (others.some(isOwnWord)) throw new Fault('not_originator');
    const echoed = others.find((one) => isEcho(change, one, audience, step.book));
    if (echoed) return unchanged(index, echoed);
  }
  const earlier =
    fingerprint && !object.id ? known.recognised(step.seen, viewer.organisationId, fingerprint) : undefined;
  if (earlier) {
    const before = JSON.parse(earlier.body) as StixObject;
    const merged = kind.merge(before, object);
    if (merged === before) return unchanged(index, earlier);
    return stored(
      index,
      'updated',
      plan.update(earlier, { ...merged, modified: before.modified }, audience, fingerprint),
      known,
    );
  }
  const made = plan.create(viewer, object, audience, fingerprint, step.ready?.draft, originalOf(change));
  return stored(index, 'created', made, known);
}

function amend(step: Step, change: Amend, known: Known, plan: Plan, audience: Audience): Outcome {
  const own = known.own(step.viewer.organisationId, change.id);
  if (!own) throw new Fault('not_found');
  checkWorkflow(own, step.door);
  if (change.ifMatch !== undefined && change.ifMatch !== '*' && change.ifMatch !== etagOf(own.body)) {
    throw new Fault('precondition_failed');
  }
  if (own.revoked) throw new Fault('revoked');
  const before = JSON.parse(own.body) as StixObject;
  const after = change.amend(before);
  if (after === before && audience.id === own.audienceId) return unchanged(step.index, own);
  const fingerprint = change.kind && fingerprintOf(change.kind, after, audience);
  return stored(
    step.index,
    'updated',
    plan.update(own, { ...after, modified: before.modified }, audience, fingerprint),
    known,
  );
}

const unchanged = (index: number, object: Stored): Outcome => ({
  index,
  outcome: 'unchanged',
  id: object.id,
  etag: etagOf(object.body),
});

function stored(index: number, outcome: 'created' | 'updated', object: Stored, known: Known): Outcome {
  known.add(object);
  return { index, outcome, id: object.id, etag: etagOf(object.body) };
}
