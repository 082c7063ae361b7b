import { randomFillSync, randomUUID } from 'node:crypto';
import { address, type AudienceTarget, type Book } from '../audience/index.js';
import { facts as factsOf, hasVersions, parseJson, RECALLED, reprint } from '../formats/index.js';
import {
  type Facts,
  Fault,
  sha256,
  type Observable,
  OPENCTI_MARKING,
  type StixObject,
  type Tlp,
  TLP1_MARKING,
  TLP_MARKING,
  tlpRank,
  type Viewer,
} from '../kernel/index.js';
import { digestOf } from './ledger.js';
import type { Change, Kind, Put } from './submission.js';

const MARKINGS = new Set([...Object.values(TLP_MARKING), ...Object.keys(TLP1_MARKING)]);

/** Of the stored text: what a page, the ring and a frame are reckoned with. */
const OBJECT_CHARACTERS = 131_072;

/** A version as it will be stored: what of it needs no knowledge of the log. */
export interface Draft {
  readonly object: StixObject;
  readonly body: string;
  readonly facts: Facts;
  /** Blinds the digest. */
  readonly nonce: Buffer;
  readonly digest: Buffer;
}

/** A text, and the object that it is of. */
export interface Original {
  readonly text: string;
  readonly object: StixObject;
}

/**
 * Prints a version and finds what it is searched by. Of an `original` every member that has not changed stays to the byte.
 * Faults: `body_too_large`, `invalid_character`, `object_invalid` for the label of a recall, those of {@link factsOf}.
 */
export function draft(
  object: StixObject,
  tlp: Tlp,
  organisationId: string,
  original?: Original,
  observables?: readonly Observable[],
): Draft {
  if (object.labels?.includes(RECALLED))
    throw new Fault('object_invalid', `${RECALLED} is what a hub says of what was taken back`, { pointer: '/labels' });
  const labelled = isMarked(object, tlp) ? object : { ...object, object_marking_refs: markings(object, tlp) };
  const body = original ? reprint(original.text, original.object, labelled) : JSON.stringify(labelled);
  if (body.length > OBJECT_CHARACTERS)
    throw new Fault('body_too_large', `an object has at most ${OBJECT_CHARACTERS} characters`);
  checkCharacters(body);
  const facts = factsOf(labelled, { tlp, organisationId }, observables);
  const nonce = nextNonce();
  return { object: labelled, body, facts, nonce, digest: digestOf(body, nonce) };
}

/**
 * Half a surrogate pair, such as a text cut in the middle leaves behind, is none of Unicode, and Postgres reads no JSON that has
 * one: it would spoil every page that the object is on. Fault: `invalid_character`.
 */
function checkCharacters(body: string): void {
  if (/\\u[dD][89a-fA-F]/.test(body)) parseJson(Buffer.from(body));
}

/** Whether the object has the label, and no other. */
function isMarked({ object_marking_refs: refs = [] }: StixObject, tlp: Tlp): boolean {
  const tlps = refs.filter((ref) => MARKINGS.has(ref));
  if (refs.some((ref) => (OPENCTI_MARKING[ref] ?? tlp) !== tlp)) return false;
  return tlps.length === 1 && (tlps[0] === TLP_MARKING[tlp] || TLP1_MARKING[tlps[0] ?? ''] === tlp);
}

/** The object's markings with the label in place of any other; those that are no label stay, and so does OpenCTI's of that label. */
const markings = ({ object_marking_refs: refs = [] }: StixObject, tlp: Tlp): string[] => [
  ...refs.filter((ref) => !MARKINGS.has(ref) && (OPENCTI_MARKING[ref] ?? tlp) === tlp),
  TLP_MARKING[tlp],
];

const NONCE = 16;
let random = Buffer.alloc(0);

/** Asking the system for randomness costs more than hashing: it is asked for many at once, and none is given twice. */
function nextNonce(): Buffer {
  if (random.length === 0) random = randomFillSync(Buffer.allocUnsafeSlow(NONCE * 256));
  const nonce = random.subarray(0, NONCE);
  random = random.subarray(NONCE);
  return nonce;
}

/** Whom a new report addresses, by this book. Faults: `tlp_required`, `above_ceiling`, those of {@link address}. */
export function addressPut({ tlp, audience }: Put, viewer: Viewer, book: Book): AudienceTarget {
  if (tlp === undefined) throw new Fault('tlp_required');
  if (tlp !== 'red' && tlpRank(tlp) > tlpRank(viewer.ceiling)) throw new Fault('above_ceiling');
  return address(audience, tlp, viewer, book);
}

/** An organisation's STIX identity. */
export const identityRef = (organisationId: string): string => `identity--${organisationId}`;

/** What a new report came as, where that was kept. */
export const originalOf = ({ text, object }: Put): Original | undefined =>
  text === undefined ? undefined : { text, object };

/**
 * A new object with what the hub fills in; what has no versions (cyber observables, markings) has no times and no author
 * either, unless it came with them. `at`: now, by the database's clock. Copied by assignment: V8 takes twenty times
 * as long for a spread of objects of many shapes, and makes them slower to print.
 */
export function stamped(object: StixObject, tlp: Tlp, organisationId: string, at: string): StixObject {
  const object_marking_refs = isMarked(object, tlp) ? object.object_marking_refs! : markings(object, tlp);
  if (!isVersioned(object)) return Object.assign({}, object, { object_marking_refs });
  return Object.assign({}, object, {
    spec_version: object.spec_version ?? '2.1',
    id: object.id || `${object.type}--${randomUUID()}`,
    created_by_ref: object.created_by_ref ?? identityRef(organisationId),
    created: object.created ?? at,
    modified: object.modified ?? object.created ?? at,
    object_marking_refs,
  });
}

/** Whether it is one of several versions, told apart by the time of change. Objects of custom types say so themselves. */
export const isVersioned = ({ type, id, created, modified }: StixObject): boolean =>
  hasVersions(type) ?? (!id || created !== undefined || modified !== undefined);

/** What the submitter's own earlier report is recognised by: its kind's fingerprint, within one audience. */
export function fingerprintOf(kind: Kind, object: StixObject, target: Pick<AudienceTarget, 'key'>): Buffer | null {
  const text = kind.fingerprint(object);
  return text === null ? null : sha256(`${kind.type}\0${target.key}\0${text}`);
}

/** A new report made ready before the log's lock is held, as it will be stored if nothing of it is known. */
export interface Ready {
  readonly target: AudienceTarget;
  readonly fingerprint: Buffer | null;
  readonly draft: Draft;
  readonly asOf: { readonly book: Book; readonly viewer: Viewer };
}

/** Makes a change ready; undefined for what can only be judged under the lock, refusals included. */
export function makeReady(change: Change, viewer: Viewer, book: Book, at: string): Ready | undefined {
  if (change.do !== 'put' || change.about !== undefined || change.speaksOf) return undefined;
  try {
    const target = addressPut(change, viewer, book);
    const object = stamped(change.object, target.tlp, viewer.organisationId, at);
    return {
      target,
      fingerprint: fingerprintOf(change.kind, change.object, target),
      draft: draft(object, target.tlp, viewer.organisationId, originalOf(change), change.observables),
      asOf: { book, viewer },
    };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Whether what was made ready still holds for the viewer and the book as they are under the lock. */
export function stillReady({ asOf }: Ready, viewer: Viewer, book: Book): boolean {
  const { organisationId, personId, ceiling } = asOf.viewer;
  return (
    asOf.book === book &&
    viewer.organisationId === organisationId &&
    viewer.personId === personId &&
    viewer.ceiling === ceiling
  );
}
