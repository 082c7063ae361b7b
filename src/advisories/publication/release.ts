import type { Errands } from '../../auth/index.js';
import { Fault } from '../../kernel/index.js';
import { type Log, type Pool, Rounds } from '../../platform/index.js';
import { COUNTS } from '../signing/signatures.js';
import { openWork } from '../work/work.js';
import type { Publication } from './publication.js';

/** How often each hub process looks for what is due; its own timer makes it exact. */
const LOOK_MS = 1_000;

interface Due {
  id: string;
  organisation_id: string;
  release_by: string;
}

/**
 * Publishes what was asked for in advance, when its time has come and its quorum is there. Every hub process does: the
 * transaction lets one of them.
 */
export class Release {
  private readonly rounds: Rounds;

  constructor(
    private readonly pool: Pool,
    private readonly errands: Errands,
    private readonly publication: Publication,
    private readonly log: Log,
  ) {
    this.rounds = new Rounds(() => this.look(), log, 'looking for what is to be published failed', {
      everyMs: LOOK_MS,
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Publishes what is due; gives the milliseconds until it should look again. */
  async look(): Promise<number> {
    const { rows } = await this.pool.query<Due>(
      `select id, organisation_id, release_by from advisory a
       where state = 'signing' and release_by is not null and held is null
         and (publish_at is null or publish_at <= clock_timestamp())
         and (select count(*) from co_signature s where s.advisory_id = a.id and ${COUNTS}) >= quorum
       order by tried_at nulls first, publish_at nulls first limit 20`,
    );
    for (const due of rows) await this.release(due);
    const { rows: next } = await this.pool.query<{ ms: number | null }>(
      `select (extract(epoch from min(publish_at) - clock_timestamp()) * 1000)::float8 as ms from advisory
       where state = 'signing' and release_by is not null and held is null and publish_at > clock_timestamp()`,
    );
    return Math.min(LOOK_MS, Math.max(1, next[0]?.ms ?? LOOK_MS));
  }

  private async release({ id, organisation_id: organisationId, release_by: by }: Due): Promise<void> {
    try {
      const viewer = this.errands.viewer(id, { organisationId, by });
      await this.publication.publish(viewer, await openWork(this.pool, await this.errands.renew(viewer), id));
    } catch (error) {
      await this.pool.query('update advisory set tried_at = clock_timestamp() where id = $1', [id]); // others come first now
      if (!(error instanceof Fault)) return this.log.failure(error, { advisory: id }, 'publishing an advisory failed'); // others wait
      // another process did it, or what was so a moment ago is not any more: it will be looked at again
      if (['precondition_failed', 'quorum_missing'].includes(error.code) || error.status === 503) return;
      await this.pool.query(
        'update advisory set held = $2, changed_at = clock_timestamp() where id = $1 and state = $3',
        [id, error.code, 'signing'],
      );
      this.log.failure(error, { advisory: id }, 'an advisory was not published at its time');
    }
  }
}
