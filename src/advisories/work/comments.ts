import { randomUUID } from 'node:crypto';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';
import { authorOf, record } from './steps.js';
import { assertIn, openWork } from './work.js';

/** What one of those who work on an advisory says of a passage of it, or of another's comment. */
export interface Comment {
  readonly id: string;
  readonly parent: string | null;
  readonly revision: number;
  /** The words that it is about, as they stood. */
  readonly passage: string | null;
  readonly body: string;
  readonly organisation: string;
  readonly by: string;
  readonly at: string;
  readonly resolved_at: string | null;
  readonly resolved_by: string | null;
}

/** A comment as it comes in. */
export interface NewComment {
  readonly body: string;
  readonly passage?: string | undefined;
  readonly parent?: string | undefined;
}

const MOST = 1_000;

/** Comments on an advisory at work, each with its answers, open or resolved. */
export class Comments {
  constructor(private readonly pool: Pool) {}

  async list(viewer: Viewer, id: string): Promise<Comment[]> {
    const { part } = await openWork(this.pool, viewer, id);
    const { rows } = await this.pool.query<
      Omit<Comment, 'parent' | 'organisation' | 'by' | 'at' | 'resolved_at'> & {
        parent_id: string | null;
        organisation_id: string;
        author: string;
        at: Date;
        resolved_at: Date | null;
      }
    >(
      `select * from advisory_comment where advisory_id = $1 and (not $2 or at >= coalesce(
         (select max(at) from advisory_step where advisory_id = $1 and step = 'review'), '-infinity'))
       order by at, id`,
      [id, part === 'signer'], // those who only sign: what was said since it was shown to them
    );
    return rows.map((row) => ({
      id: row.id,
      parent: row.parent_id,
      revision: row.revision,
      passage: row.passage,
      body: row.body,
      organisation: row.organisation_id,
      by: row.author,
      at: row.at.toISOString(),
      resolved_at: row.resolved_at?.toISOString() ?? null,
      resolved_by: row.resolved_by,
    }));
  }

  /** Faults: `invalid` for a passage that does not stand in the text, `not_found` for an answer to no comment. */
  add(viewer: Viewer, id: string, { body, passage, parent }: NewComment): Promise<string> {
    const comment = randomUUID();
    return this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertIn(work.state, ['draft', 'review', 'signing']);
      if (passage !== undefined && !work.body.body.includes(passage))
        throw new Fault('invalid', 'the passage does not stand in the text', { pointer: '/passage' });
      const { rows } = await sql.query<{ count: number; parents: number }>(
        `select count(*)::int as count, count(*) filter (where id = $2)::int as parents from advisory_comment where advisory_id = $1`,
        [id, parent],
      );
      if (parent !== undefined && rows[0]?.parents !== 1) throw new Fault('not_found');
      if ((rows[0]?.count ?? 0) >= MOST) throw new Fault('conflict', `an advisory has at most ${MOST} comments`);
      await sql.query(
        `insert into advisory_comment (id, advisory_id, parent_id, revision, passage, body, organisation_id, author)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [comment, id, parent, work.revision, passage, body, viewer.organisationId, authorOf(viewer)],
      );
      await record(sql, viewer, work, { step: 'comment', version: work.version, detail: { comment } });
      return comment;
    });
  }

  /** Says that a comment is dealt with, or that it isn't after all. */
  async resolve(viewer: Viewer, id: string, comment: string, resolved: boolean): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertIn(work.state, ['draft', 'review', 'signing']);
      const { rowCount } = await sql.query(
        `update advisory_comment set resolved_at = case when $3 then clock_timestamp() end, resolved_by = case when $3 then $4 end
         where advisory_id = $1 and id = $2`,
        [id, comment, resolved, authorOf(viewer)],
      );
      if (!rowCount) throw new Fault('not_found');
      const step = resolved ? 'resolve' : 'reopen';
      await record(sql, viewer, work, { step, version: work.version, detail: { comment } });
    });
  }
}
