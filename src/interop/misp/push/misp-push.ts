import { z } from 'zod';
import { Fault, type Viewer } from '../../../kernel/index.js';
import type { Pool } from '../../../platform/index.js';
import type { MispIntake, Taken } from '../intake/misp-intake.js';

/** Events that a MISP asks about at once, at most. */
const MOST = 100_000;

const uuid = z.guid().transform((text) => text.toLowerCase());
const seconds = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a MISP has: uuids of events, and when they were changed, in seconds since the epoch. */
export const Offered = z
  .array(z.object({ Event: z.object({ uuid, timestamp: seconds.default(0) }) }))
  .max(MOST)
  .meta({ id: 'MispOffered' });
export type Offered = z.infer<typeof Offered>;

const Pushed = z.object({ uuid, info: z.string().default(''), timestamp: seconds.catch(0) });

/** How a MISP is told of what it sent; what became of its parts stands beside. */
export interface Received {
  /** Numbers of a MISP’s own are not kept. */
  readonly Event: { readonly id: '0'; readonly uuid: string; readonly info: string };
  readonly tocsin: Taken;
}

/** What a MISP asks of another that it pushes to, as far as the hub is one. */
export class MispPush {
  constructor(
    private readonly pool: Pool,
    private readonly intake: MispIntake,
  ) {}

  /** Those of the events that the viewer's organisation has not pushed, or in an earlier state. */
  async wanted({ organisationId }: Viewer, offered: Offered): Promise<string[]> {
    const { rows } = await this.pool.query<{ event: string; changed: number }>(
      'select event, changed from misp_pushed where organisation_id = $1 and event = any($2::uuid[])',
      [organisationId, offered.map(({ Event }) => Event.uuid)],
    );
    const known = new Map(rows.map(({ event, changed }) => [event, changed]));
    return offered
      .filter(({ Event }) => (known.get(Event.uuid) ?? -1) < Event.timestamp)
      .map(({ Event }) => Event.uuid);
  }

  /** Fault: `not_found` for an event that the viewer's organisation has not pushed, whoever else has. */
  async assertKnown(viewer: Viewer, event: string): Promise<void> {
    const { success, data } = uuid.safeParse(event);
    const found = success && (await this.wanted(viewer, [{ Event: { uuid: data, timestamp: 0 } }])).length === 0;
    if (!found) throw new Fault('not_found');
  }

  /**
   * Takes an event in, `{"Event":…}` or bare, as `body` and as it was sent. Faults: `misp_invalid` for what is no event; that of its
   * first part, where nothing of it could be taken; those of {@link MispIntake.take}.
   */
  async take(viewer: Viewer, body: unknown, bytes: AsyncIterable<Uint8Array>): Promise<Received> {
    const { Event = body } = (body ?? {}) as { Event?: unknown };
    const { success, data: event } = Pushed.safeParse(Event);
    if (!success) throw new Fault('misp_invalid', 'one event is pushed at a time, and it has a uuid');
    const taken = await this.intake.take(viewer, bytes, 'all');
    const { created, updated, unchanged, revoked } = taken.counts;
    const [refused] = taken.refused;
    if (refused && created + updated + unchanged + revoked === 0) throw new Fault(refused.code, refused.detail);
    await this.pool.query(
      `insert into misp_pushed (organisation_id, event, changed) values ($1, $2, $3)
       on conflict (organisation_id, event) do update set changed = greatest(misp_pushed.changed, excluded.changed)`,
      [viewer.organisationId, event.uuid, event.timestamp],
    );
    return { Event: { id: '0', uuid: event.uuid, info: event.info }, tocsin: taken };
  }
}
