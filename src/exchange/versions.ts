import { type Audience, type Book, within } from '../audience/index.js';
import { ADVISORY_EXTENSION, advisoryOf, asWrittenNow, compareTimes } from '../formats/index.js';
import { Fault, type StixObject, type Viewer } from '../kernel/index.js';
import { identityRef, isVersioned, type Original, originalOf } from './draft.js';
import type { Put, Stored } from './submission.js';

/**
 * Identity never comes from a body: an object may name its submitter as its maker, and nobody else; one that is handed on
 * may name its maker if that is no member. Nor does anybody say who another member is.
 */
export function checkOriginator({ object, relayed }: Put, viewer: Viewer, book: Book): void {
  const own = identityRef(viewer.organisationId);
  const { created_by_ref: maker, type, id } = object;
  if (maker !== undefined && maker !== own && !(relayed && !isMember(maker, book)))
    throw new Fault('not_originator', undefined, { pointer: '/created_by_ref' });
  if (type === 'identity' && id !== own && isMember(id, book))
    throw new Fault('not_originator', 'this is the identity of another member', { pointer: '/id' });
}

const isMember = (ref: string, { organisations }: Book): boolean => organisations.has(ref.replace(/^identity--/, ''));

/** An advisory is changed by its own workflow alone, with all the signatures that it asks for. Fault: `forbidden`. */
export function checkWorkflow({ body }: Stored, door: string): void {
  if (door !== 'advisory' && body.includes(ADVISORY_EXTENSION) && advisoryOf(JSON.parse(body) as StixObject))
    throw new Fault('forbidden', 'an advisory is changed where it was written');
}

/** Whether an object is its submitter's own word, which nobody else says again; what was handed on, others may hand on too. */
export function isOwnWord({ organisationId, body }: Stored): boolean {
  const object = JSON.parse(body) as StixObject;
  return isVersioned(object) && object.created_by_ref === identityRef(organisationId);
}

/**
 * What becomes of one's own object that came again as a whole: newer replaces, the same is known (undefined), older is passed
 * over (undefined). What has no versions is replaced by what differs; the same for fewer is known.
 */
export function nextVersion(
  own: Stored,
  put: Put,
  audience: Audience,
  book: Book,
): { object: StixObject; original: Original } | undefined {
  const before = JSON.parse(own.body) as StixObject;
  const original = originalOf(put) ?? { text: JSON.stringify(put.object), object: put.object };
  const same = own.audienceId === audience.id;
  if (!isVersioned(put.object)) {
    const now = book.audiences.get(own.audienceId);
    if (sameContent(before, put.object)) {
      if (same || (now && within(audience, now, book))) return undefined;
      if (now && within(now, audience, book)) return { object: put.object, original };
    } else if (same) return { object: put.object, original };
    throw new Fault('version_conflict');
  }
  const object: StixObject = {
    ...put.object,
    created_by_ref: put.object.created_by_ref ?? before.created_by_ref,
    created: put.object.created ?? before.created,
    spec_version: put.object.spec_version ?? before.spec_version,
  };
  const then = before.modified;
  const now = object.modified;
  const later = now === undefined || then === undefined ? 0 : compareTimes(now, then);
  if (later < 0) return undefined;
  if (later === 0) {
    if (same && sameContent(before, object)) return undefined;
    throw new Fault('version_conflict');
  }
  if (put.restated && same && sameContent(before, { ...object, modified: before.modified! })) return undefined;
  return { object, original };
}

/** What another machine says of an object that it did not bring: no later word than is here (true), or one that is not its to say. */
export function isPassedOver(own: Stored, { object, pulled }: Put): boolean {
  if (!pulled || pulled.brought) return false;
  if (isNoLater(object, own)) return true;
  throw new Fault('conflict', 'your organisation has this object by another way, and that is not changed');
}

/** Whether a pulled object is word for word what all to whom it would go have from somebody already. */
export function isEcho({ object, pulled }: Put, known: Stored, audience: Audience, book: Book): boolean {
  const theirs = book.audiences.get(known.audienceId);
  if (!pulled || known.revoked || !theirs || !within(audience, theirs, book)) return false;
  return sameContent(object, JSON.parse(known.body) as StixObject);
}

function isNoLater({ modified }: StixObject, { body }: Stored): boolean {
  const { modified: then } = JSON.parse(body) as StixObject;
  return modified === undefined || then === undefined || compareTimes(modified, then) <= 0;
}

function sameContent(a: StixObject, b: StixObject): boolean {
  return sorted(asWrittenNow(a)) === sorted(asWrittenNow(b));
}

/** Top-level order and the marking (judged by audience) aside. */
function sorted(object: StixObject): string {
  return JSON.stringify(
    Object.entries({ ...object, object_marking_refs: undefined }).toSorted(([x], [y]) => (x < y ? -1 : 1)),
  );
}
