import type { Book } from '../../audience/index.js';
import { tlpFromLabel } from '../../formats/index.js';
import { tlpRank, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { participantsOf, readersOf, withoutLeavers, writeParticipants } from './participants.js';
import { findRevision, PUBLISHED, writeRevision } from './revisions.js';
import type { Work } from './work.js';

/**
 * The published text is at work again, and those who worked on it; what was written, said and done for a next version that came to
 * nothing goes: perhaps it was for others. Does nothing where no other text was written.
 */
export async function restorePublished(sql: Sql, viewer: Viewer, work: Work, book: Book): Promise<void> {
  const { rows } = await sql.query<{ revision: number | null }>(`select (${PUBLISHED}) as revision`, [work.id]);
  const published = rows[0]?.revision ?? work.revision;
  const found = published === work.revision ? undefined : await findRevision(sql, work.id, published);
  if (!found) return;
  const { body } = found;
  const here = withoutLeavers(body, book);
  const revision = work.revision + 1; // never one that somebody may have before him with another text
  await sql.query('delete from advisory_revision where advisory_id = $1 and version > $2', [
    work.id,
    work.publishedVersion,
  ]);
  await sql.query(
    `delete from advisory_comment where advisory_id = $1
       and at >= (select max(at) from advisory_step where advisory_id = $1 and step = 'revise')`,
    [work.id],
  );
  await sql.query('update advisory_step set given_up = true where advisory_id = $1 and version > $2', [
    work.id,
    work.publishedVersion,
  ]);
  await sql.query(
    `update advisory set revision = $2, quorum = $3, publish_at = $4, acknowledge_by = $5, tlp = $6, readers = case when $6::smallint < 4 then '{}'
       else array(select unnest($7::uuid[]) union select p.id from person p where p.id = any(readers) and p.organisation_id = advisory.organisation_id) end
     where id = $1`,
    [
      work.id,
      revision,
      body.quorum ?? body.signers.length,
      body.publish_at,
      body.acknowledge_by,
      tlpRank(tlpFromLabel(body.tlp)),
      readersOf(here, viewer, book),
    ],
  );
  await writeParticipants(sql, work.id, participantsOf(here, work.organisationId, book));
  await writeRevision(sql, { id: work.id, revision, version: work.publishedVersion }, viewer, body, false);
}
