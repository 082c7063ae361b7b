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
import { addressPut, fingerprintOf, identityRef, type Ready, stillReady } from './draft.js';
import { etagOf, type Plan } from './plan.js';
import { type Amend, type Change, type Outcome, type Put, rejected, type Stored } from './submission.js';

/** A change on its way through a batch: who says it, and what was found out about it so far. */
export interface Step {
  readonly viewer: Viewer;
  readonly index: number;
  readonly change: Change;
  /** What was made ready of it before the lock. */
  ready?: Ready;
  /** What the viewer sees, what this batch has made included. */
  seen: Visible;
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
    return this.byId
      .get(id)
      ?.filter((o) => seen.has(o.audienceId, o.seq))
      .toSorted((a, b) => a.no - b.no)[0];
  }

  private key(organisationId: string, fingerprint: Buffer): string {
    return `${organisationId} ${fingerprint.toString('base64')}`;
  }
}

/** Whom a step addresses. Sets its target and fingerprint, or its fault. */
export function addressStep(step: Step, known: Known, book: Book): void {
  const { change } = step;
  try {
    if (change.do === 'refuse') throw change.fault;
    if (step.ready && stillReady(step.ready, step.viewer, book)) {
      step.target = step.ready.target;
      step.fingerprint = step.ready.fingerprint;
    } else if (change.do === 'put') {
      delete step.ready;
      step.target =
        change.about === undefined ? addressPut(change, step.viewer, book) : addressDerived(change, step, known, book);
      step.fingerprint = fingerprintOf(change.kind, change.object, step.target);
    } else {
      step.target = addressAmend(change, step, known, book);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    step.fault = error;
  }
}

/** A sighting or an opinion goes where its object goes, or to fewer. */
function addressDerived({ tlp, audience, about = '' }: Put, step: Step, known: Known, book: Book): AudienceTarget {
  const object = known.visible(step.seen, about);
  const source = object && book.audiences.get(object.audienceId);
  if (!source) throw new Fault('not_found');
  if (tlp === undefined && audience === undefined) return source;
  const target =
    audience === undefined
      ? relabel(source, tlp ?? source.tlp, step.viewer)
      : address(audience, tlp ?? source.tlp, step.viewer, book);
  if (!within(target, source, book)) throw new Fault('derivation_exceeds_source');
  return target;
}

function addressAmend(change: Amend, step: Step, known: Known, book: Book): AudienceTarget | undefined {
  const { id, relabel: asked } = change;
  const own = known.own(step.viewer.organisationId, id);
  if (!own) throw new Fault(known.visible(step.seen, id) ? 'not_originator' : 'not_found');
  const now = book.audiences.get(own.audienceId);
  if (!step.seen.has(own.audienceId, own.seq) && !mayWithdraw(change, now, step.viewer)) throw new Fault('not_found');
  if (change.kind && change.kind.type !== own.type) throw new Fault('not_found');
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
  checkOriginator(object, viewer);
  if (object.id) {
    const own = known.own(viewer.organisationId, object.id);
    if (own && !step.seen.has(own.audienceId, own.seq)) throw new Fault('conflict', 'the id is taken');
    if (own) return newVersion(index, own, object, known, plan, audience, fingerprint);
    if (known.visible(step.seen, object.id)) throw new Fault('not_originator');
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
  return stored(index, 'created', plan.create(viewer, object, audience, fingerprint, step.ready?.draft), known);
}

/** A version that came as a whole STIX object: newer replaces, the same is known, older is passed over. */
function newVersion(
  index: number,
  own: Stored,
  given: StixObject,
  known: Known,
  plan: Plan,
  audience: Audience,
  fingerprint: Buffer | null,
): Outcome {
  const before = JSON.parse(own.body) as StixObject;
  const object = { ...given, created_by_ref: before.created_by_ref, created: given.created ?? before.created };
  const [then, now] = [Date.parse(before.modified ?? ''), Date.parse(object.modified ?? '')];
  if (now < then) return unchanged(index, own);
  if (now === then) {
    if (own.audienceId === audience.id && sameContent(before, object)) return unchanged(index, own);
    throw new Fault('version_conflict');
  }
  return stored(index, 'updated', plan.update(own, object, audience, fingerprint), known);
}

function amend(step: Step, change: Amend, known: Known, plan: Plan, audience: Audience): Outcome {
  const own = known.own(step.viewer.organisationId, change.id);
  if (!own) throw new Fault('not_found');
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

/** Identity never comes from a body: an object may name its submitter as its maker, and nobody else. */
function checkOriginator(object: StixObject, viewer: Viewer): void {
  if (object.created_by_ref !== undefined && object.created_by_ref !== identityRef(viewer.organisationId)) {
    throw new Fault('not_originator', undefined, { pointer: '/created_by_ref' });
  }
}

function sameContent(a: StixObject, b: StixObject): boolean {
  return sorted(a) === sorted(b);
}

/** Top-level order and the marking (judged by audience) aside. */
function sorted(object: StixObject): string {
  return JSON.stringify(
    Object.entries({ ...object, object_marking_refs: undefined }).toSorted(([x], [y]) => (x < y ? -1 : 1)),
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
