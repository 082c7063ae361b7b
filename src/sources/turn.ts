import { type Audiences, groupsOf } from '../audience/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type Config, type Log, type Outbound, OutboundFailure, type Secrets } from '../platform/index.js';
import { type Hands, Intake, Lost } from './intake.js';
import { Markings } from './markings.js';
import { type EventReading, TakenEvents } from './remote/misp-event.js';
import { MispFeedPull } from './remote/misp-feed.js';
import { MispSearchPull, type SearchPosition } from './remote/misp-search.js';
import type { Portions } from './remote/portion.js';
import { PullFailure, Remote, TAXII } from './remote/remote.js';
import { type TaxiiPosition, TaxiiWalk } from './remote/taxii.js';
import { credentialsOf, floorOf, originOf, type SourceRow } from './source.js';

/** After so long others have their turn. */
const TURN_MS = 60_000;
const DEFINITION_BYTES = 1 << 20;

/** What a turn needs of the house. */
export interface TurnParts extends Hands {
  readonly audiences: Audiences;
  readonly outbound: Outbound;
  readonly secrets: Secrets;
  readonly settings: Config['sources'];
  readonly log: Log;
}

/** How a turn ended. `more`: there is more to be had at once. `failure`: in words for an administrator, and when to try again at the earliest. */
export interface Ended {
  readonly more: boolean;
  readonly failure?: { readonly why: string; readonly waitMs: number };
}

/** One process's turn with one source: portion after portion, each on disk before the next is asked for. */
export class PullTurn {
  constructor(
    private readonly parts: TurnParts,
    private readonly row: SourceRow,
    private readonly claim: string,
    private readonly stop: AbortSignal,
  ) {}

  /** Throws {@link Lost}. */
  async run(): Promise<Ended> {
    const until = performance.now() + TURN_MS;
    try {
      const { portions, intake } = await this.begin();
      for await (const portion of portions) {
        await intake.take(portion);
        if (this.stop.aborted || performance.now() > until) return { more: true };
      }
      return { more: false };
    } catch (error) {
      return this.failed(error);
    }
  }

  private async begin(): Promise<{ portions: Portions; intake: Intake }> {
    const { parts, row } = this;
    const { organisation_id: organisationId, id: sourceId } = row;
    const credentials = credentialsOf(parts.secrets, row);
    if (credentials === null) throw new PullFailure('its credentials can’t be opened: give them again');
    const viewer = await this.viewer();
    const book = await parts.audiences.current();
    const members = new Set(book.organisations.keys());
    const floor = floorOf(row);
    const remote = new Remote(parts.outbound, credentials, this.stop);
    const turn = { sourceId, organisationId, claim: this.claim, origin: originOf(row) };
    const markings = new Markings(parts.pool, organisationId, (id) => this.definition(remote, id));
    const intake = new Intake(parts, turn, { floor, members }, markings, viewer);
    const reading: EventReading = {
      scope: organisationId,
      groups: groupsOf(book, organisationId),
      within: floor.audience === 'organisation' ? 'organisation' : 'all',
      members,
    };
    return { portions: this.portions(remote, reading), intake };
  }

  private portions(remote: Remote, reading: EventReading): Portions {
    const { id, kind, url, position } = this.row;
    const at: unknown = position === null ? {} : JSON.parse(position);
    const taken = new TakenEvents(this.parts.pool, id);
    switch (kind) {
      case 'taxii':
        return new TaxiiWalk(remote, id, url, at as TaxiiPosition).portions();
      case 'misp-feed':
        return new MispFeedPull(remote, taken, url, reading).portions();
      case 'misp':
        return new MispSearchPull(remote, id, taken, url, reading, at as SearchPosition).portions();
    }
  }

  private viewer(): Promise<Viewer> {
    const { id, organisation_id: organisationId } = this.row;
    const { errands } = this.parts;
    return errands.renew(errands.ofOrganisation(`source:${id}`, organisationId, 'amber+strict', 'submit'));
  }

  /** A marking that an object names, of the collection that the object is in. */
  private async definition(remote: Remote, id: string): Promise<unknown> {
    if (this.row.kind !== 'taxii' || !/^marking-definition--[0-9a-f-]{36}$/.test(id)) return undefined;
    try {
      const { body } = await remote.ask(new URL(`objects/${id}/`, this.row.url).href, TAXII, DEFINITION_BYTES);
      const { objects } = JSON.parse(body.toString()) as { objects?: unknown };
      return Array.isArray(objects) ? (objects as unknown[])[0] : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof PullFailure && error.more.status !== undefined))
        return undefined;
      throw error;
    }
  }

  private failed(error: unknown): Ended {
    if (error instanceof Lost) throw error;
    const waitMs = this.parts.settings.retryMs;
    if (error instanceof PullFailure)
      return { more: false, failure: { why: error.message, waitMs: error.more.waitMs ?? 0 } };
    if (error instanceof OutboundFailure) return { more: false, failure: { why: error.message, waitMs } };
    if (error instanceof Fault) {
      if (error.status === 503) return { more: true };
      const after = Number(error.more.headers?.['retry-after'] ?? 0) * 1_000;
      return { more: false, failure: { why: WORDS[error.code] ?? error.message, waitMs: after } };
    }
    this.parts.log.failure(error, { source: this.row.id }, 'pulling a source failed');
    return { more: false, failure: { why: 'something went wrong on the hub’s side', waitMs } };
  }
}

const WORDS: Readonly<Record<string, string>> = {
  rate_limited: 'the organisation has handed in as many items as it may in an hour: it goes on after that',
  organisation_suspended: 'the organisation is suspended',
};
