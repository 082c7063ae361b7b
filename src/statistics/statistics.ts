import { createHash } from 'node:crypto';
import type { Latencies } from '../advisories/index.js';
import type { Audiences, Visible } from '../audience/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import type { Statistics, StatisticsQuery } from './bodies.js';
import { count, type Counted } from './counting.js';
import { Kept } from './kept.js';
import { seriesOf } from './series.js';
import { type Span, spanOf } from './span.js';

/** What is in sight of a viewer, counted: every number is that of a search which he could make himself. */
export class StatisticsDesk {
  private readonly kept = new Kept<Counted>();

  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly latencies: Latencies,
  ) {}

  /** For members alone. Counts are given again to who sees exactly the same. Faults: `unauthorized`, `busy`. */
  async of(viewer: Viewer, { days, step }: StatisticsQuery): Promise<Statistics> {
    if (viewer.credential.kind === 'anonymous') throw new Fault('unauthorized');
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const span = spanOf(Date.now(), days, step);
    const counted = await this.kept.of(keyOf(seen, span), await this.stateOf(seen), () => count(this.pool, seen, span));
    return {
      ...seriesOf(counted, span, book),
      advisories: await this.latencies.since(viewer, new Date(span.from)),
    };
  }

  /** Where the ledgers in sight stand: as long as they do, the counts do. */
  private async stateOf(seen: Visible): Promise<string> {
    const { rows } = await this.pool.query<{ id: number; position: number }>(
      'select id, position from audience where id = any($1::int[]) and position > 0 order by id',
      [[...seen.ids]],
    );
    return digest(rows.map(({ id, position }) => `${id} ${position}`).join());
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

const keyOf = ({ key }: Visible, { from, to, stepDays }: Span): string => digest(`${key}\n${from} ${to} ${stepDays}`);
