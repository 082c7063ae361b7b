import type { Errands } from '../../../auth/index.js';
import { Fault } from '../../../kernel/index.js';
import { type Config, type Log, type Outbound, OutboundFailure, type Pool, Rounds } from '../../../platform/index.js';
import type { Importer } from './importer.js';
import { type DueProvider, Pull, type Pulled } from './pull.js';
import { RemoteProvider } from './remote-provider.js';

const LOOK_MS = 1_000;
/** Providers that one process asks at once: a slow one holds up no other. */
const AT_ONCE = 4;
const CLAIM = `interval '5 minutes'`;
const FAILED = 'asking CSAF providers failed';

/**
 * Asks providers when their time comes, under the name of whoever added each, for as long as that person could sign in. Every
 * hub process does; a claim in the table lets one of them have a provider at a time, and runs out with the process.
 */
export class Puller {
  private readonly rounds: Rounds;
  private readonly asking = new Set<Promise<void>>();
  private readonly stop = new AbortController();

  constructor(
    private readonly pool: Pool,
    private readonly config: Config,
    private readonly errands: Errands,
    private readonly outbound: Outbound,
    private readonly importer: Importer,
    private readonly log: Log,
  ) {
    const everyMs = Math.min(LOOK_MS, config.csafPullMs);
    this.rounds = new Rounds(() => this.look(), log, FAILED, { everyMs });
  }

  onApplicationBootstrap(): void {
    if (this.config.outbound.hosts.length > 0) this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.rounds.stop();
    await Promise.all(this.asking);
  }

  private failed(error: unknown): void {
    const away = error instanceof Fault && error.status === 503; // the database: others say so
    if (!away) this.log.failure(error, {}, FAILED);
  }

  /** Begins to ask those whose time has come. */
  async look(): Promise<void> {
    while (this.asking.size < AT_ONCE && !this.stop.signal.aborted) {
      const provider = await this.claim();
      if (!provider) return;
      const asked = this.ask(provider)
        .catch((error: unknown) => this.failed(error))
        .finally(() => this.asking.delete(asked));
      this.asking.add(asked);
    }
  }

  private async claim(): Promise<DueProvider | undefined> {
    const { rows } = await this.pool.query<DueProvider>(
      `update csaf_provider set claimed_until = clock_timestamp() + ${CLAIM} where id = (
         select id from csaf_provider where next_at <= clock_timestamp() and (claimed_until is null or claimed_until < clock_timestamp())
         order by next_at limit 1 for update skip locked)
       returning id, organisation_id, url, fingerprint, tlp, audience, created_by`,
    );
    return rows[0];
  }

  private async ask(provider: DueProvider): Promise<void> {
    const { error, more } = await this.pulled(provider);
    if (this.stop.signal.aborted) return this.release(provider);
    await this.pool.query(
      `update csaf_provider set state = $2, error = $3, looked_at = clock_timestamp(), claimed_until = null,
         next_at = clock_timestamp() + $4 * interval '1 millisecond' where id = $1`,
      [provider.id, error === undefined ? 'ok' : 'failing', error?.slice(0, 500), more ? 0 : this.config.csafPullMs],
    );
  }

  /** Another process may go on at once. */
  private async release({ id }: DueProvider): Promise<void> {
    await this.pool.query('update csaf_provider set claimed_until = null where id = $1', [id]);
  }

  private async pulled(provider: DueProvider): Promise<Pulled> {
    try {
      const { id, organisation_id: organisationId, created_by: person } = provider;
      const viewer = this.errands.viewer(`csaf-provider:${id}`, { organisationId, by: `person:${person}` });
      const remote = new RemoteProvider(this.outbound, this.stop.signal);
      const pull = new Pull(this.pool, this.importer, remote, () => this.renew(id));
      return await pull.run(await this.errands.renew(viewer), provider);
    } catch (error) {
      if (error instanceof OutboundFailure || error instanceof Fault) return { error: error.message, more: false };
      this.log.failure(error, { provider: provider.id }, 'asking a CSAF provider failed');
      return { error: 'internal', more: false };
    }
  }

  private async renew(id: string): Promise<void> {
    if (this.stop.signal.aborted) throw new OutboundFailure('the hub is stopping');
    const { rowCount } = await this.pool.query(
      `update csaf_provider set claimed_until = clock_timestamp() + ${CLAIM} where id = $1`,
      [id],
    );
    if (!rowCount) throw new OutboundFailure('the provider was removed');
  }
}
