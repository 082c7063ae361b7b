import { randomBytes, randomUUID } from 'node:crypto';
import type { Audience } from '../audience/index.js';
import { facts as factsOf } from '../formats/index.js';
import { Fault, type StixObject, TLP_MARKING, TLP1_MARKING, type Tlp, type Viewer } from '../kernel/index.js';
import { sinceKey } from './known.js';
import { contentFree, digestOf, type Ledgers } from './ledger.js';
import type { NewEntry, Op, Stored, Write } from './submission.js';

const MARKINGS = new Set([...Object.values(TLP_MARKING), ...Object.keys(TLP1_MARKING)]);

/** Of the stored text: what a page, the ring and a frame are reckoned with. */
const OBJECT_CHARACTERS = 131_072;

/** An organisation's STIX identity. */
export const identityRef = (organisationId: string): string => `identity--${organisationId}`;

/** What If-Match takes and ETag gives: it names a version's content, and tells nothing of the log. */
export const etagOf = (body: string): string => `"${digestOf(body).toString('hex', 0, 16)}"`;

/** The object with its TLP marking set to `tlp`; other markings stay. */
export function marked(object: StixObject, tlp: Tlp): StixObject {
  const refs = object.object_marking_refs ?? [];
  const others = refs.filter((ref) => !MARKINGS.has(ref));
  const tlps = refs.filter((ref) => MARKINGS.has(ref));
  if (tlps.length === 1 && (tlps[0] === TLP_MARKING[tlp] || TLP1_MARKING[tlps[0] ?? ''] === tlp)) return object;
  return { ...object, object_marking_refs: [...others, TLP_MARKING[tlp]] };
}

/** What the planner goes on from: all of it read under the head lock. */
export interface Ground {
  readonly ledgers: Ledgers;
  readonly since: Map<string, number>;
  /** Milliseconds since the epoch, by the database's clock. */
  readonly now: number;
  seq: number;
}

/**
 * Turns changes into versions and ledger entries, one after the other, each seeing those before it. Pure but for
 * {@link Ground}, whose ledgers and seq it moves on.
 */
export class Plan {
  readonly writes: Write[] = [];

  constructor(private readonly ground: Ground) {}

  get ledgers(): Ledgers {
    return this.ground.ledgers;
  }

  /** A new object. */
  create(viewer: Viewer, object: StixObject, audience: Audience, fingerprint: Buffer | null): Stored {
    const now = new Date(this.ground.now).toISOString();
    const stamped: StixObject = {
      ...object,
      spec_version: object.spec_version ?? '2.1',
      id: object.id || `${object.type}--${randomUUID()}`,
      created_by_ref: identityRef(viewer.organisationId),
      created: object.created ?? now,
      modified: object.modified ?? object.created ?? now,
    };
    return this.write(undefined, stamped, viewer.organisationId, audience, fingerprint);
  }

  /** A new version of an object, perhaps for another audience. `modified` is set unless the object brings a later one. */
  update(known: Stored, object: StixObject, audience: Audience, fingerprint: Buffer | null): Stored {
    if (known.revoked) throw new Fault('revoked');
    const before = JSON.parse(known.body) as StixObject;
    const last = Date.parse(before.modified ?? '') || 0;
    const given = Date.parse(object.modified ?? '') || 0;
    const modified = given > last ? object.modified : new Date(Math.max(this.ground.now, last + 1)).toISOString();
    return this.write(known, { ...object, modified }, known.organisationId, audience, fingerprint);
  }

  private write(
    before: Stored | undefined,
    object: StixObject,
    organisationId: string,
    audience: Audience,
    fingerprint: Buffer | null,
  ): Stored {
    const labelled = marked(object, audience.tlp);
    const body = JSON.stringify(labelled);
    if (body.length > OBJECT_CHARACTERS)
      throw new Fault('body_too_large', `an object has at most ${OBJECT_CHARACTERS} characters`);
    const facts = factsOf(labelled, { tlp: audience.tlp, organisationId }); // last thing that may throw: from here on all is written
    const seq = ++this.ground.seq;
    const { id, type } = labelled;
    const at = { seq, objectNo: before?.no ?? seq, id, type };
    const nonce = randomBytes(16);
    const digest = digestOf(body, nonce);
    const moved = before && before.audienceId !== audience.id ? before.audienceId : undefined;
    const recall = moved === undefined ? undefined : this.entry(at, moved, 'recall', digestOf(contentFree(id, type)));
    const op: Op = !before || recall ? 'create' : labelled.revoked && !before.revoked ? 'revoke' : 'update';
    const told = this.entry(at, audience.id, op, digest, recall?.sinceSeq);
    const entries: NewEntry[] = recall
      ? [
          { ...recall, moved: { audienceId: told.audienceId, position: told.position, chain: null } },
          { ...told, moved: { audienceId: recall.audienceId, position: recall.position, chain: recall.chain } },
        ]
      : [told];
    const after: Stored = {
      no: at.objectNo,
      organisationId,
      id,
      type,
      seq,
      audienceId: audience.id,
      position: told.position,
      fingerprint,
      revoked: labelled.revoked === true,
      body,
    };
    this.writes.push({ seq, before, after, facts, nonce, entries });
    return after;
  }

  /**
   * The next entry of an audience's ledger. `heldSince`: from when those who come along from another audience have known
   * the object: whoever may hold it from there must be told of a later recall here.
   */
  private entry(
    at: Pick<NewEntry, 'seq' | 'objectNo' | 'id' | 'type'>,
    audienceId: number,
    op: Op,
    digest: Buffer,
    heldSince = at.seq,
  ): NewEntry {
    const key = sinceKey(at.objectNo, audienceId);
    const sinceSeq = Math.min(this.ground.since.get(key) ?? at.seq, heldSince);
    this.ground.since.set(key, sinceSeq);
    return { ...at, audienceId, op, sinceSeq, digest, ...this.ground.ledgers.append(audienceId, op, at.id, digest) };
  }
}
