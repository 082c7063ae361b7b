import { hash } from 'node:crypto';
import type { Audience } from '../audience/index.js';
import { compareTimes } from '../formats/index.js';
import { Fault, type StixObject, type Viewer } from '../kernel/index.js';
import { type Draft, draft, isVersioned, type Original, stamped } from './draft.js';
import { type Since, sinceKey } from './known.js';
import { contentFree, digestOf, type Ledgers } from './ledger.js';
import type { NewEntry, Op, Stored, Write } from './submission.js';

/** What If-Match takes and ETag gives: it names a version's content, and tells nothing of the log. */
export const etagOf = (body: string): string => `"${hash('sha256', body).slice(0, 32)}"`;

/** What the planner goes on from: all of it read under the head lock. */
export interface Ground {
  readonly ledgers: Ledgers;
  readonly since: Map<string, Since>;
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

  /** A new object. `ready`: the same, printed already. `original`: what it came as. */
  create(
    viewer: Viewer,
    object: StixObject,
    audience: Audience,
    fingerprint: Buffer | null,
    ready: Draft | undefined,
    original?: Original,
  ): Stored {
    const { organisationId } = viewer;
    const version =
      ready ??
      draft(
        stamped(object, audience.tlp, organisationId, new Date(this.ground.now).toISOString()),
        audience.tlp,
        organisationId,
        original,
      );
    return this.write(undefined, version, organisationId, audience, fingerprint);
  }

  /**
   * A new version of an object, perhaps for another audience. `modified` is set unless the object brings a later one.
   * `original`: what it came as; else it is the stored text with what has changed.
   */
  update(
    known: Stored,
    object: StixObject,
    audience: Audience,
    fingerprint: Buffer | null,
    original?: Original,
  ): Stored {
    if (known.revoked) throw new Fault('revoked');
    const before = JSON.parse(known.body) as StixObject;
    const { organisationId } = known;
    const from = original ?? { text: known.body, object: before };
    if (!isVersioned(object)) {
      const version = draft(object, audience.tlp, organisationId, from);
      return this.write(known, version, organisationId, audience, fingerprint);
    }
    const last = before.modified ?? '';
    const later = object.modified !== undefined && (last === '' || compareTimes(object.modified, last) > 0);
    const modified = later
      ? object.modified
      : new Date(Math.max(this.ground.now, (Date.parse(last) || 0) + 1)).toISOString();
    const version = draft({ ...object, modified }, audience.tlp, organisationId, from);
    return this.write(known, version, organisationId, audience, fingerprint);
  }

  private write(
    before: Stored | undefined,
    { object, body, facts, nonce, digest }: Draft,
    organisationId: string,
    audience: Audience,
    fingerprint: Buffer | null,
  ): Stored {
    const seq = ++this.ground.seq;
    const { id, type } = object;
    const at = { seq, objectNo: before?.no ?? seq, id, type };
    const moved = before && before.audienceId !== audience.id ? before.audienceId : undefined;
    const recall = moved === undefined ? undefined : this.entry(at, moved, 'recall', digestOf(contentFree(id, type)));
    const op: Op = !before || recall ? 'create' : object.revoked && !before.revoked ? 'revoke' : 'update';
    const told = this.entry(at, audience.id, op, digest, recall && (recall.heldSince ?? recall.sinceSeq));
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
      revoked: object.revoked === true,
      body,
    };
    this.writes.push({ seq, before, after, facts, nonce, entries });
    return after;
  }

  /**
   * The next entry of an audience's ledger. `heldSince`: from when those who come along from another audience may have
   * known the object: whoever holds it from there must be told of a later recall here.
   */
  private entry(
    at: Pick<NewEntry, 'seq' | 'objectNo' | 'id' | 'type'>,
    audienceId: number,
    op: Op,
    digest: Buffer,
    heldSince = Infinity,
  ): NewEntry {
    const key = sinceKey(at.objectNo, audienceId);
    const known = this.ground.since.get(key);
    const sinceSeq = known?.seq ?? at.seq;
    const held = Math.min(known?.held ?? Infinity, heldSince);
    const since: Since = { seq: sinceSeq, held: held < sinceSeq ? held : null };
    this.ground.since.set(key, since);
    const { seq, objectNo, id, type } = at;
    const { position, chain } = this.ground.ledgers.append(audienceId, op, id, digest);
    return { seq, objectNo, id, type, audienceId, op, sinceSeq, heldSince: since.held, digest, position, chain };
  }
}
