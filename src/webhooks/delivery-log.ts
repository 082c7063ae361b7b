import type { Viewer } from '../kernel/index.js';
import { Fault } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';

/** A delivery as administrators are shown it; what was in it is not kept. */
export interface DeliveryRead {
  /** The `webhook-id` that the receiver was told. */
  readonly id: string;
  readonly kind: 'entries' | 'test';
  readonly entries: number;
  readonly state: string;
  readonly tries: number;
  readonly created_at: string;
  readonly tried_at: string | null;
  readonly status: number | null;
  readonly ms: number | null;
  readonly error: string | null;
}

type Row = Omit<DeliveryRead, 'created_at' | 'tried_at'> & { created_at: Date; tried_at: Date | null };

/** What was delivered to a webhook lately, the newest first; each with its last try. */
export class DeliveryLog {
  constructor(private readonly pool: Pool) {}

  /** `before`: the id of the delivery that came after these. */
  async list({ organisationId }: Viewer, id: string, limit: number, before?: string): Promise<DeliveryRead[]> {
    const { rows: own } = await this.pool.query('select from webhook where id = $1 and organisation_id = $2', [
      id,
      organisationId,
    ]);
    if (own.length === 0) throw new Fault('not_found');
    const { rows } = await this.pool.query<Row>(
      `select id, kind, entries, state, tries, created_at, tried_at, status, ms, error from webhook_delivery d
       where webhook_id = $1 and ($3::uuid is null
         or (d.created_at, d.id) < (select created_at, id from webhook_delivery where id = $3 and webhook_id = $1))
       order by created_at desc, id desc limit $2`,
      [id, limit, before ?? null],
    );
    return rows.map(({ created_at: created, tried_at: tried, ...row }) => ({
      ...row,
      created_at: created.toISOString(),
      tried_at: tried?.toISOString() ?? null,
    }));
  }
}
