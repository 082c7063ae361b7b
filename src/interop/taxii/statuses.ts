import { randomUUID } from 'node:crypto';
import { Fault, type Viewer } from '../../kernel/index.js';
import { type Pool, type Sql, together } from '../../platform/index.js';

/** What became of one object (TAXII 2.1, 4.3). */
export interface Detail {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

/** Whose a status is: a person's, or an API key's. */
const ownerOf = ({ personId, credential }: Viewer): string => personId ?? `key ${credential.id}`;

/** Status resources: what became of the objects that were added at once. Kept for two days; only who added them sees them. */
export class Statuses {
  constructor(private readonly pool: Pool) {}

  /** The status of what is done, as text, for {@link keep} to keep. No list in it is empty. */
  make(requested: string, successes: readonly Detail[], failures: readonly Detail[]): { id: string; text: string } {
    const id = randomUUID();
    const status = {
      id,
      status: 'complete',
      request_timestamp: requested,
      total_count: successes.length + failures.length,
      success_count: successes.length,
      ...(successes.length > 0 && { successes }),
      failure_count: failures.length,
      ...(failures.length > 0 && { failures }),
      pending_count: 0,
    };
    return { id, text: JSON.stringify(status) };
  }

  /** In the transaction that it tells of. */
  async keep(sql: Sql, viewer: Viewer, { id, text }: { id: string; text: string }): Promise<void> {
    await together([
      sql.query(
        `delete from taxii_status where id in (select id from taxii_status where at < now() - interval '2 days' order by at limit 1000)`,
      ),
      sql.query('insert into taxii_status (id, owner, body) values ($1, $2, $3)', [id, ownerOf(viewer), text]),
    ]);
  }

  /** `not_found` alike for another's, for one that is no more, and for none. */
  async get(viewer: Viewer, id: string): Promise<string> {
    const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
    const { rows } = await this.pool.query<{ body: string }>(
      `select body from taxii_status where id = $1 and owner = $2 and at > now() - interval '2 days'`,
      [isId ? id : '00000000-0000-0000-0000-000000000000', ownerOf(viewer)],
    );
    if (!rows[0]) throw new Fault('not_found');
    return rows[0].body;
  }
}
