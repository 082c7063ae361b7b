import type { Errands } from '../auth/index.js';
import { type Change, type Exchange, identityRef } from '../exchange/index.js';
import { identityOf } from '../formats/index.js';
import { toChange } from '../indicators/index.js';
import { Fault } from '../kernel/index.js';
import { type Log, type Pool, Rounds } from '../platform/index.js';

const LOOK_MS = 1_000;
const FAILED = 'introducing members failed';

interface Due {
  readonly id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/**
 * Shares who each member is with all members (TLP:GREEN), in its own name, when it becomes active and when its name changes: so
 * that the `created_by_ref` of its objects leads somewhere on every feed, page and export. That it is due is written with the
 * change of the member, and that it was done with the identity: neither is lost, nor done twice.
 */
export class Introductions {
  private readonly rounds: Rounds;

  constructor(
    private readonly pool: Pool,
    private readonly exchange: Exchange,
    private readonly errands: Errands,
    private readonly log: Log,
  ) {
    this.rounds = new Rounds(() => this.look(), log, FAILED, { everyMs: LOOK_MS });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  private async look(): Promise<void> {
    const { rows } = await this.pool.query<Due & Record<string, unknown>>(
      `select id, name, created_at, updated_at from organisation where introduce and status = 'active' order by short_name`,
    );
    for (const due of rows)
      await this.introduce(due).catch((error: unknown) => {
        if (error instanceof Fault && error.status === 503) throw error;
        // suspended since it was read, or this process does not know yet that it is active
        if (!isSuspended(error)) this.log.failure(error, { organisation: due.id }, FAILED);
      });
  }

  private async introduce(due: Due): Promise<void> {
    const { id, name } = due;
    const viewer = await this.errands.renew(this.errands.ofOrganisation('introduction', id, 'amber+strict', 'submit'));
    await this.exchange.submit({
      viewer,
      changes: [(await this.isKnown(id)) ? renamed(id, name) : introduced(due)],
      door: 'introduction',
      settle: async (sql) => {
        await sql.query('update organisation set introduce = (name <> $2) where id = $1', [id, name]);
      },
    });
  }

  private async isKnown(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('select from object where id = $1 and organisation_id = $2', [
      identityRef(id),
      id,
    ]);
    return rowCount === 1;
  }
}

const isSuspended = (error: unknown): boolean => error instanceof Fault && error.code === 'organisation_suspended';

const introduced = ({ id, name, created_at: created, updated_at: modified }: Due): Change =>
  toChange(identityOf({ ref: identityRef(id), name, created, modified }), { tlp: 'green', audience: 'all' });

/** What the member has said of itself beside stays. */
const renamed = (id: string, name: string): Change => ({
  do: 'amend',
  id: identityRef(id),
  ifMatch: undefined,
  kind: null,
  amend: (known) => (known['name'] === name ? known : { ...known, name }),
});
