import type { Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { z } from 'zod';

/** A mail that did not surely arrive: whose, and why; never what it is about. */
export const MailFailure = z
  .object({
    at: z.iso.datetime(),
    /** `waiting`: it will be tried again; `failed`: not any more; `unknown`: it may have arrived, and is not sent again. */
    state: z.enum(['waiting', 'failed', 'unknown']),
    person: z.uuid(),
    tries: z.int(),
    error: z.string(),
  })
  .meta({ id: 'MailFailure' });
type MailFailure = z.infer<typeof MailFailure>;

/** What went wrong with mail, for those who run the alliance. */
export class Failures {
  constructor(private readonly pool: Pool) {}

  /** The latest 200. `viewer` is an administrator of the alliance: the guard saw to it. */
  async list(_viewer: Viewer): Promise<MailFailure[]> {
    const { rows } = await this.pool.query<{
      changed_at: Date;
      state: MailFailure['state'];
      person_id: string;
      tries: number;
      error: string | null;
    }>(
      `select changed_at, state, person_id, tries, error from mail
       where state in ('failed', 'unknown') or (state = 'waiting' and tries > 0) order by changed_at desc, id limit 200`,
    );
    return rows.map((row) => ({
      at: row.changed_at.toISOString(),
      state: row.state,
      person: row.person_id,
      tries: row.tries,
      error: row.error ?? '',
    }));
  }
}
