import type { AudienceAsk, Audiences } from '../../audience/index.js';
import {
  type Amend,
  type Change,
  type Exchange,
  type Kind,
  type Outcome,
  type Put,
  refusalOf,
} from '../../exchange/index.js';
import {
  ADVISORY_EXTENSION,
  advisoryOf,
  type Signature,
  tlpFromLabel,
  type Withdrawal,
  withSignatures,
} from '../../formats/index.js';
import { Fault, type StixObject, type Viewer } from '../../kernel/index.js';
import type { Pool, Pulse, Sql } from '../../platform/index.js';
import { type Frozen, frozenOf, type Narrower, remaining } from '../signing/issue.js';
import { counting, COUNTS } from '../signing/signatures.js';
import { restorePublished } from '../work/restore.js';
import { record } from '../work/steps.js';
import { assertIn, assertLeads, openWork, type Work } from '../work/work.js';
import { assertReplaces } from './replacement.js';

/** Objects that come whole, under ids of the hub's making: never recognised, never merged. */
const whole = (type: string): Kind => ({ type, fingerprint: () => null, merge: (known) => known });

/** What is published: one submission, so that everybody gets all of it in the same moment, or nobody any of it. */
export class Publication {
  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly audiences: Audiences,
    private readonly exchange: Exchange,
  ) {}

  /**
   * Publishes what was frozen, with the signatures that count at the moment of the commit. `viewer` is of the organisation that
   * leads, or the hub on its behalf. Faults: `quorum_missing`; `precondition_failed` when it isn't time, or somebody else did it.
   */
  async publish(viewer: Viewer, work: Work): Promise<void> {
    if (!work.issued || !work.textHash) throw new Fault('conflict', 'the text is not fixed yet');
    const frozen = frozenOf(work.issued);
    assertNamed(frozen.audience, viewer);
    const { ids, signatures } = await counting(this.pool, work);
    if (signatures.length < work.quorum)
      throw new Fault('quorum_missing', `${signatures.length} of ${work.quorum} have signed`);
    assertAuthorsSigned(frozen.report, signatures);
    const now = new Date(Math.max(this.pulse.now, (await this.latest(work)) + 1)).toISOString();
    // left to the exchange, it would be a moment later than `modified`
    const created = work.publishedVersion === 0 ? { created: now } : {};
    const report = { ...withSignatures(frozen.report, signatures), ...created, modified: now, published: now };
    await this.exchange.submit({
      viewer,
      changes: await this.changes(work, frozen, report),
      door: 'advisory',
      settle: (sql, outcomes) => settlePublished(sql, viewer, work, frozen, ids, outcomes),
    });
  }

  /** When the version that stands was published: the clock is corrected now and then, and the next one is later all the same. */
  private async latest({ id, organisationId }: Work): Promise<number> {
    const { rows } = await this.pool.query<{ modified: string }>(
      `select v.body::json ->> 'modified' as modified from object o join version v on v.seq = o.seq
       where o.id = $1 and o.organisation_id = $2`,
      [id, organisationId],
    );
    return rows[0] ? Date.parse(rows[0].modified) : 0;
  }

  private async changes(work: Work, frozen: Frozen, report: StixObject): Promise<Change[]> {
    const audience = remaining(frozen.audience, await this.audiences.current());
    const tlp = tlpFromLabel(work.body.tlp);
    const put = (object: StixObject): Put => ({ do: 'put', kind: whole(object.type), object, tlp, audience });
    const gone = work.companions.filter((id) => !frozen.companions.some((one) => one.id === id));
    return [
      put(report),
      ...frozen.companions.filter(({ id }) => !work.companions.includes(id)).map(put),
      ...gone.map(revoke),
      ...frozen.narrower.map((one) => link(work.id, one)),
    ];
  }

  /**
   * Takes it back: it stays to be seen, as withdrawn, with the reason, or as superseded by another. Faults: those of
   * {@link assertReplaces}; `conflict` for what is not published.
   */
  async withdraw(viewer: Viewer, id: string, reason: string, by?: string): Promise<void> {
    const work = await openWork(this.pool, viewer, id);
    assertLeads(work);
    if (work.publishedVersion === 0) assertIn(work.state, ['published']);
    const at = new Date(this.pulse.now).toISOString();
    const book = await this.audiences.current();
    const amend: Amend = {
      do: 'amend',
      id,
      ifMatch: undefined,
      kind: null,
      amend: (known) => withdrawn(known, { at, reason, ...(by !== undefined && { superseded_by: by }) }),
    };
    await this.exchange.submit({
      viewer,
      changes: [amend, ...work.companions.map(revoke)],
      door: 'advisory',
      settle: async (sql, outcomes) => {
        assertTaken(outcomes[0]);
        if (by !== undefined) await assertReplaces(sql, this.audiences, viewer, { id, by });
        await sql.query(
          `update advisory set state = 'withdrawn', version = published_version, release_by = null, held = null where id = $1`,
          [id],
        );
        await restorePublished(sql, viewer, await openWork(sql, viewer, id, true), book);
        await record(sql, viewer, work, { step: 'withdraw', version: work.publishedVersion, detail: { reason } });
      },
    });
  }
}

/** A link that not all readers of the advisory may see: it goes to those whom the linked object was for. */
const link = (advisory: string, { id, tlp, audience }: Narrower): Put => ({
  do: 'put',
  kind: {
    type: 'relationship',
    fingerprint: ({ source_ref: from, target_ref: to }) => `${String(from)} ${String(to)}`,
    merge: (known) => known,
  },
  object: {
    type: 'relationship',
    spec_version: '2.1',
    id: '',
    relationship_type: 'related-to',
    source_ref: advisory,
    target_ref: id,
  },
  tlp,
  audience, // as it was when the text was fixed, though the object may be for more by now
  about: id,
});

const revoke = (id: string): Amend => ({
  do: 'amend',
  id,
  ifMatch: undefined,
  kind: null,
  amend: (known) => ({ ...known, revoked: true }),
});

function withdrawn(known: StixObject, withdrawal: Withdrawal): StixObject {
  const extension = { ...advisoryOf(known), withdrawn: withdrawal };
  return {
    ...known,
    revoked: true,
    extensions: { ...(known['extensions'] as object), [ADVISORY_EXTENSION]: extension },
  };
}

/** Whoever publishes what is for people is one of them: nobody is added who was not signed for. */
function assertNamed(audience: AudienceAsk, { personId = '' }: Viewer): void {
  if (typeof audience === 'object' && 'people' in audience && !audience.people.includes(personId))
    throw new Fault('forbidden', 'one of the people whom it names publishes it');
}

/** A joint attribution is each of its authors' own word: who has left, or took its word back, is no author of it. */
function assertAuthorsSigned(report: StixObject, signatures: readonly Signature[]): void {
  const { kind, authors } = advisoryOf(report) as { kind: string; authors: string[] };
  const signed = new Set(signatures.map(({ organisation }) => organisation));
  if (kind === 'joint-attribution' && !authors.every((one) => signed.has(one)))
    throw new Fault('quorum_missing', 'one of those who are named as its authors has not signed');
}

/** The refusal of one change, as the refusal of all. */
function assertTaken(outcome: Outcome | undefined): void {
  if (!outcome) throw new Fault('internal');
  const refusal = refusalOf(outcome);
  if (refusal) throw refusal;
}

/** In the transaction that publishes: it is time, the text is the one that was signed, and those who signed still count. */
async function settlePublished(
  sql: Sql,
  viewer: Viewer,
  work: Work,
  { companions, report }: Frozen,
  signatures: readonly string[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const fresh = companions.filter(({ id }) => !work.companions.includes(id)).length;
  for (const outcome of outcomes.slice(0, 1 + fresh)) assertTaken(outcome); // what else there is may have gone since
  if (outcomes[0]?.outcome === 'unchanged') throw new Fault('version_conflict');
  await sql.query(
    'select from signing_key where id in (select key_id from co_signature where id = any($1::uuid[])) for share',
    [[...signatures]],
  );
  const { rowCount } = await sql.query(
    `update advisory a set state = 'published', published_version = version, published_at = clock_timestamp(), companions = $5,
       release_by = null, held = null
     where id = $1 and state in ('signing') and version = $2 and text_hash = $3
       and (publish_at is null or publish_at <= clock_timestamp())
       and cardinality($4::uuid[]) >= quorum
       and cardinality($4::uuid[]) = (select count(*) from co_signature s where s.id = any($4::uuid[]) and ${COUNTS})`,
    [work.id, work.version, Buffer.from(work.textHash ?? '', 'hex'), [...signatures], companions.map(({ id }) => id)],
  );
  if (!rowCount)
    throw new Fault(
      'precondition_failed',
      'it isn’t time, it was published already, or a signature does not count any more',
    );
  const detail = {
    signatures: signatures.length,
    quorum: work.quorum,
    objects: (report['object_refs'] as unknown[]).length,
  };
  await record(sql, viewer, work, { step: 'publish', version: work.version, detail });
}
