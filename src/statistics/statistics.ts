import { createHash } from 'node:crypto';
import type { Latencies } from '../advisories/index.js';
import type { Audiences, Visible } from '../audience/index.js';
import type { Objects } from '../exchange/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { parseQuery } from '../query/index.js';
import type { Statistics, StatisticsQuery } from './bodies.js';
import { count, type Counted } from './counting.js';
import { Kept } from './kept.js';
import { countMatching, type Matching } from './matching.js';
import { seriesOf } from './series.js';
import { type Span, spanOf } from './span.js';

const MINUTE_MS = 60_000;

/** What is in sight of a viewer, counted: every number is that of a search which he could make himself. */
export class StatisticsDesk {
  private readonly kept = new Kept<Counted>();
  private readonly counts = new Kept<Matching>();

  constructor(
    /** For what may take as long as an export, and for all else. */
    private readonly pool: Pool,
    private readonly api: Pool,
    private readonly audiences: Audiences,
    private readonly latencies: Latencies,
    private readonly objects: Objects,
  ) {}

  /** For members alone. Counts are given again to who sees exactly the same. Faults: `unauthorized`, `busy`. */
  async of(viewer: Viewer, { days, step }: StatisticsQuery): Promise<Statistics> {
    if (viewer.credential.kind === 'anonymous') throw new Fault('unauthorized');
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const span = spanOf(Date.now(), days, step);
    const counted = await this.kept.of(keyOf(seen, span), await this.stateOf(seen), viewer.organisationId, () =>
      count(this.pool, seen, span),
    );
    return {
      ...seriesOf(counted, span, book),
      advisories: await this.latencies.since(viewer, new Date(span.from)),
    };
  }

  /** How many objects a query finds, for members alone. Faults: `unauthorized`, `query_invalid`, `busy`, also where it takes longer than a search may. */
  async matching(viewer: Viewer, text: string): Promise<number> {
    if (viewer.credential.kind === 'anonymous') throw new Fault('unauthorized');
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const now = Date.now();
    const organisation = (name: string) => book.organisationsByName.get(name)?.id;
    const query = parseQuery(text, { now, counts: true, organisation });
    // what a query means may hang on the time: an hour's are others a minute later
    const state = `${await this.stateOf(seen)} ${Math.floor(now / MINUTE_MS)}`;
    const key = digest(`${seen.key}\n${text}`);
    const { count: found, strict } = await this.counts.of(key, state, viewer.organisationId, () =>
      countMatching(this.api, seen, query),
    );
    await this.objects.recordRead(viewer, strict);
    return found;
  }

  /** Where the ledgers in sight stand: as long as they do, the counts do. */
  private async stateOf(seen: Visible): Promise<string> {
    const { rows } = await this.api.query<{ id: number; position: number }>(
      'select id, position from audience where id = any($1::int[]) and position > 0 order by id',
      [[...seen.ids]],
    );
    return digest(rows.map(({ id, position }) => `${id} ${position}`).join());
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

const keyOf = ({ key }: Visible, { from, to, stepDays }: Span): string => digest(`${key}\n${from} ${to} ${stepDays}`);
