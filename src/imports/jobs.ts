import { Readable } from 'node:stream';
import { appendAudit } from '../audit/index.js';
import type { Authenticator } from '../auth/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { COLUMNS, type JobRead, type JobRow, present, SHOWN, shownTo } from './job.js';
import { only, OUTCOMES_HEADER } from './outcome-lines.js';

/** Outcomes of so many submissions are read at a time. */
const PAGE = 50;

/** Imports as those are shown them whose organisation's they are. */
export class Jobs {
  constructor(
    private readonly pool: Pool,
    private readonly authenticator: Pick<Authenticator, 'renew'>,
  ) {}

  /** The latest first. `before`: the id of the last of the page before. */
  async list(viewer: Viewer, limit: number, before?: string): Promise<JobRead[]> {
    const { rows } = await this.pool.query<JobRow>(
      `select ${COLUMNS} from import_job where ${SHOWN}
         and ($4::uuid is null or (created_at, id) < (select created_at, id from import_job where id = $4 and ${SHOWN}))
       order by created_at desc, id desc limit $5`,
      [...shownTo(viewer), before ?? null, limit],
    );
    return rows.map(present);
  }

  async get(viewer: Viewer, id: string): Promise<JobRead> {
    const { rows } = await this.pool.query<JobRow>(`select ${COLUMNS} from import_job where ${SHOWN} and id = $4`, [
      ...shownTo(viewer),
      id,
    ]);
    if (!rows[0]) throw new Fault('not_found');
    return present(rows[0]);
  }

  /** From then on nothing more of it is submitted; what was stays. `conflict` for one that has ended. */
  async cancel(viewer: Viewer, id: string): Promise<JobRead> {
    await this.get(viewer, id);
    return this.pool.transaction(async (sql) => {
      const { rows } = await sql.query<JobRow>(
        `update import_job set state = 'cancelled', ended_at = clock_timestamp(), changed_at = clock_timestamp(),
           claim = null, claimed_until = null
         where ${SHOWN} and id = $4 and ended_at is null returning ${COLUMNS}`,
        [...shownTo(viewer), id],
      );
      if (!rows[0]) throw new Fault('conflict', 'the import has ended');
      await appendAudit(sql, [{ action: 'import.cancel', viewer, detail: { import: id } }]);
      return present(rows[0]);
    });
  }

  /** What became of each item so far, as CSV, in the order of the file. Breaks off when the job is not shown any more. */
  async outcomes(viewer: Viewer, id: string, outcome?: string): Promise<Readable> {
    await this.get(viewer, id);
    return Readable.from(this.pages(viewer, id, outcome), { objectMode: false });
  }

  private async *pages(viewer: Viewer, id: string, outcome: string | undefined): AsyncGenerator<string> {
    yield OUTCOMES_HEADER;
    for (let after = -1; ;) {
      const { rows } = await this.pool.query<{ found: number; lines: string }>(
        'select found, lines from import_outcome where job_id = $1 and found > $2 order by found limit $3',
        [id, after, PAGE],
      );
      // whoever reads slowly may have lost a right by now, or something TLP:RED may have come
      await this.get(await this.authenticator.renew(viewer), id);
      for (const { lines } of rows) {
        const text = outcome === undefined ? lines : only(lines, outcome);
        if (text !== '') yield text;
      }
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.found;
    }
  }
}
