import { randomBytes, randomUUID } from 'node:crypto';
import type { Audiences } from '../../audience/index.js';
import { tlpFromLabel } from '../../formats/index.js';
import { Fault, type Tlp, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Pool, Sql } from '../../platform/index.js';
import { type AdvisoryBody, changedIn } from './advisory-body.js';
import { participantsOf, readersOf, writeParticipants } from './participants.js';
import { authorOf, record } from './steps.js';
import { unfreeze } from './unfreeze.js';
import { assertLeads, assertWrites, listWork, openWork, type State, type Work } from './work.js';

/** A revision of an advisory's text. */
export interface Revision {
  readonly revision: number;
  readonly version: number;
  readonly at: string;
  readonly organisation: string;
  readonly by: string;
  readonly body: AdvisoryBody;
}

/** Of one author's autosaved revisions only the last within this time is kept. */
const AUTOSAVES = '10 minutes';

/** What If-Match takes while an advisory is being written. */
export const revisionTag = ({ revision }: Pick<Work, 'revision'>): string => `"${revision}"`;

/** Advisories while they are written: made, saved, read, and how they came to be. */
export class Drafts {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  async create(viewer: Viewer, body: AdvisoryBody): Promise<Work> {
    const book = await this.audiences.current();
    const tlp = labelOf(body, viewer);
    const participants = participantsOf(body, viewer.organisationId, book);
    const readers = readersOf(body, viewer, book);
    const id = `report--${randomUUID()}`;
    return this.pool.transaction(async (sql) => {
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
      if (autosave) await dropAutosaved(sql, work, viewer);
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

  /** How the text came to be, latest first; to those who only sign, the one that stands. */
  async revisions(viewer: Viewer, id: string): Promise<Omit<Revision, 'body'>[]> {
    const work = await this.get(viewer, id);
    const shown = (await readRevisions(this.pool, work)).filter((one) => isShown(work, one.revision));
    return shown.map(({ revision, version, at, organisation, by }) => ({
      revision,
      version,
      at,
      organisation,
      by,
    }));
  }

  async revision(viewer: Viewer, id: string, revision: number): Promise<Revision> {
    const work = await this.get(viewer, id);
    const found = (await readRevisions(this.pool, work)).find(
      (one) => one.revision === revision && isShown(work, revision),
    );
    if (!found) throw new Fault('not_found');
    return found;
  }
}

/** Those who only sign are shown the text that stands, and not how it came to be. */
const isShown = ({ part, revision }: Work, asked: number): boolean => part !== 'signer' || asked === revision;

function labelOf({ tlp }: AdvisoryBody, viewer: Viewer): Tlp {
  const label = tlpFromLabel(tlp);
  if (label !== 'red' && tlpRank(label) > tlpRank(viewer.ceiling)) throw new Fault('above_ceiling');
  return label;
}

/** Signers asked and none said: all of them. */
const quorumOf = ({ quorum, signers }: AdvisoryBody): number => quorum ?? signers.length;

async function writeRevision(
  sql: Sql,
  { id, revision, version }: { id: string; revision: number; version: number },
  viewer: Viewer,
  body: AdvisoryBody,
  autosaved: boolean,
): Promise<void> {
  await sql.query(
    `insert into advisory_revision (advisory_id, revision, version, text, organisation_id, author, autosaved)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, revision, version, JSON.stringify(body), viewer.organisationId, authorOf(viewer), autosaved],
  );
}

/** The revision that this one takes the place of: the same author's, autosaved, and nobody spoke of it. */
async function dropAutosaved(sql: Sql, { id, revision }: Work, viewer: Viewer): Promise<void> {
  await sql.query(
    `delete from advisory_revision r where advisory_id = $1 and revision = $2 and autosaved and author = $3
       and at > clock_timestamp() - interval '${AUTOSAVES}'
       and not exists (select from advisory_comment c where c.advisory_id = $1 and c.revision = $2)
       and not exists (select from co_signature s where s.advisory_id = $1 and s.revision = $2)`,
    [id, revision, authorOf(viewer)],
  );
}

async function readRevisions(sql: Sql, { id }: Work): Promise<Revision[]> {
  const { rows } = await sql.query<{
    revision: number;
    version: number;
    at: Date;
    organisation_id: string;
    author: string;
    text: string;
  }>(
    `select revision, version, at, organisation_id, author, text from advisory_revision where advisory_id = $1
     order by revision desc limit 500`,
    [id],
  );
  return rows.map((row) => ({
    revision: row.revision,
    version: row.version,
    at: row.at.toISOString(),
    organisation: row.organisation_id,
    by: row.author,
    body: JSON.parse(row.text) as AdvisoryBody,
  }));
}

/** What came in between: which revision stands, whose it is, and in what it differs from the one that was edited. */
async function conflict(sql: Sql, work: Work, ifMatch: string): Promise<Fault> {
  const revisions = await readRevisions(sql, work);
  const edited = revisions.find((one) => `"${one.revision}"` === ifMatch);
  const { organisation, by, at } = revisions[0] ?? { organisation: '', by: '', at: '' };
  const extra = {
    conflict: {
      revision: work.revision,
      organisation,
      by,
      at,
      ...(edited && { changed: changedIn(edited.body, work.body) }),
    },
  };
  return new Fault('precondition_failed', `revision ${work.revision} has come in between`, { extra });
}
