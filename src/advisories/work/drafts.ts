import { randomBytes, randomUUID } from 'node:crypto';
import type { Audiences } from '../../audience/index.js';
import { tlpFromLabel } from '../../formats/index.js';
import { Fault, type Tlp, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Pool, Sql } from '../../platform/index.js';
import { type AdvisoryBody, changedIn } from './advisory-body.js';
import { participantsOf, readersOf, writeParticipants } from './participants.js';
import {
  conflict,
  diffRevisions,
  listRevisions,
  readRevision,
  type Revision,
  type RevisionDiff,
  type Saved,
  writeRevision,
} from './revisions.js';
import { record } from './steps.js';
import { unfreeze } from './unfreeze.js';
import { assertLeads, assertWrites, listWork, openWork, type State, type Work } from './work.js';

/** Advisories that one organisation leads and has not published yet, at most. */
const UNPUBLISHED = 500;

/** What If-Match takes while an advisory is being written. */
export const revisionTag = ({ revision }: Pick<Work, 'revision'>): string => `"${revision}"`;

/** Advisories while they are written: made, saved, read, and how they came to be. */
export class Drafts {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** Faults: those of the label and of who is named, `limit_reached`. */
  async create(viewer: Viewer, body: AdvisoryBody): Promise<Work> {
    const book = await this.audiences.current();
    const tlp = labelOf(body, viewer);
    const participants = participantsOf(body, viewer.organisationId, book);
    const readers = readersOf(body, viewer, book);
    const id = `report--${randomUUID()}`;
    return this.pool.transaction(async (sql) => {
      await assertRoom(sql, viewer);
      await sql.query(
        `insert into advisory (id, organisation_id, state, nonce, quorum, publish_at, acknowledge_by, tlp, readers)
         values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8::uuid[])`,
        [
          id,
          viewer.organisationId,
          randomBytes(32),
          quorumOf(body),
          body.publish_at,
          body.acknowledge_by,
          tlpRank(tlp),
          readers,
        ],
      );
      await writeParticipants(sql, id, participants);
      await writeRevision(sql, { id, revision: 1, version: 1 }, viewer, body, false);
      await record(sql, viewer, { id, tlp }, { step: 'draft', version: 1 });
      return openWork(sql, viewer, id);
    });
  }

  /**
   * Saves over the revision that the author had before him. Faults: `precondition_failed` when another came in between, with
   * what differs; `forbidden`, `conflict` where the text is not his to write.
   */
  async save(viewer: Viewer, id: string, ifMatch: string, body: AdvisoryBody, autosave: boolean): Promise<Work> {
    const book = await this.audiences.current();
    const tlp = labelOf(body, viewer);
    return this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertWrites(work);
      if (ifMatch !== '*' && ifMatch !== revisionTag(work)) throw await conflict(sql, work, ifMatch);
      if (work.tlp === 'red' && tlp !== 'red')
        throw new Fault('conflict', 'what was written under TLP:RED stays with its people: begin another');
      const changed = changedIn(work.body, body);
      if (changed.length === 0) return work;
      if (changed.some((name) => ['authors', 'signers', 'quorum'].includes(name))) assertLeads(work);
      const revision = work.revision + 1;
      await sql.query(
        `update advisory set revision = $2, quorum = $3, publish_at = $4, acknowledge_by = $5, tlp = $6, readers = array(
           select unnest($7::uuid[]) union select p.id from person p where p.id = any(readers) and p.organisation_id = advisory.organisation_id)
         where id = $1`,
        [
          id,
          revision,
          quorumOf(body),
          body.publish_at,
          body.acknowledge_by,
          tlpRank(tlp),
          readersOf(body, viewer, book),
        ],
      );
      await writeParticipants(sql, id, participantsOf(body, work.organisationId, book));
      await writeRevision(sql, { ...work, revision }, viewer, body, autosave);
      const voided = work.state === 'signing' ? await unfreeze(sql, work, 'review', 'edited') : 0;
      if (!autosave || work.state === 'signing')
        await record(
          sql,
          viewer,
          { id, tlp },
          {
            step: 'edit',
            version: work.version,
            detail: { revision, changed, voided },
          },
        );
      return openWork(sql, viewer, id);
    });
  }

  get(viewer: Viewer, id: string): Promise<Work> {
    return openWork(this.pool, viewer, id);
  }

  list(viewer: Viewer, states: readonly State[], limit: number): Promise<Work[]> {
    return listWork(this.pool, viewer, states, limit);
  }

  async revisions(viewer: Viewer, id: string): Promise<Saved[]> {
    return listRevisions(this.pool, await this.get(viewer, id));
  }

  async revision(viewer: Viewer, id: string, revision: number): Promise<Revision> {
    return readRevision(this.pool, await this.get(viewer, id), revision);
  }

  async diff(viewer: Viewer, id: string, from?: number, to?: number): Promise<RevisionDiff> {
    return diffRevisions(this.pool, await this.get(viewer, id), from, to);
  }
}

/** One organisation's are begun one at a time, so that their number holds. */
async function assertRoom(sql: Sql, { organisationId }: Viewer): Promise<void> {
  await sql.query('select from organisation where id = $1 for no key update', [organisationId]);
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from advisory
     where organisation_id = $1 and published_version = 0 and state in ('draft', 'review', 'signing')`,
    [organisationId],
  );
  if ((rows[0]?.count ?? 0) >= UNPUBLISHED)
    throw new Fault(
      'limit_reached',
      `an organisation has at most ${UNPUBLISHED} advisories that are not published: discard some`,
    );
}

function labelOf({ tlp }: AdvisoryBody, viewer: Viewer): Tlp {
  const label = tlpFromLabel(tlp);
  if (label !== 'red' && tlpRank(label) > tlpRank(viewer.ceiling)) throw new Fault('above_ceiling');
  return label;
}

/** Signers asked and none said: all of them. */
const quorumOf = ({ quorum, signers }: AdvisoryBody): number => quorum ?? signers.length;
