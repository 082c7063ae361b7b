import { z } from 'zod';
import { type Audiences, visibleSql } from '../../../audience/index.js';
import { mispUuid } from '../../../formats/index.js';
import { Fault, type Viewer } from '../../../kernel/index.js';
import type { Pool } from '../../../platform/index.js';
import type { MispIntake, Taken } from '../intake/misp-intake.js';

/** Events that a MISP asks about at once, at most. */
const MOST = 50_000;

const uuid = z.guid().transform((text) => text.toLowerCase());

/** What a MISP has: uuids of events, and when they were changed, in seconds since the epoch. */
export const Offered = z
  .array(z.object({ Event: z.object({ uuid, timestamp: z.coerce.number().default(0) }) }))
  .max(MOST)
  .meta({ id: 'MispOffered' });
export type Offered = z.infer<typeof Offered>;

/** How a MISP is told of what it sent; what became of its parts stands beside. */
export interface Received {
  readonly Event: { readonly id: string; readonly uuid: string };
  readonly tocsin: Taken;
}

/** What a MISP asks of another that it pushes to, as far as the hub is one. */
export class MispPush {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly intake: MispIntake,
  ) {}

  /** Those of the events that the viewer's organisation has not handed in, or in an earlier state. */
  async wanted(viewer: Viewer, offered: Offered): Promise<string[]> {
    const known = await this.known(
      viewer,
      offered.map(({ Event }) => Event.uuid),
    );
    return offered
      .filter(({ Event }) => (known.get(groupingOf(viewer, Event.uuid)) ?? -Infinity) < Event.timestamp)
      .map(({ Event }) => Event.uuid);
  }

  /** Fault: `not_found` for an event that the viewer's organisation has not handed in, whoever else has. */
  async assertKnown(viewer: Viewer, event: string): Promise<void> {
    const { success, data } = uuid.safeParse(event);
    if (!success || (await this.known(viewer, [data])).size === 0) throw new Fault('not_found');
  }

  /** Takes an event in. Faults: that of its first part, where nothing of it could be taken; those of {@link MispIntake.take}. */
  async take(viewer: Viewer, bytes: AsyncIterable<Uint8Array>, event: string): Promise<Received> {
    const taken = await this.intake.take(viewer, bytes, 'all');
    const { created, updated, unchanged, revoked } = taken.counts;
    const [refused] = taken.refused;
    if (refused && created + updated + unchanged + revoked === 0)
      throw new Fault(refused.code as Fault['code'], refused.detail);
    return { Event: { id: event, uuid: event }, tocsin: taken };
  }

  /** When the organisation's own events were changed, in seconds since the epoch, by the id of their grouping. */
  private async known(viewer: Viewer, events: readonly string[]): Promise<Map<string, number>> {
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [events.map((event) => groupingOf(viewer, event)), viewer.organisationId];
    const { rows } = await this.pool.query<{ id: string; changed: number }>(
      `select o.id, floor(extract(epoch from o.modified))::float8 as changed from object o
       where o.id = any($1::text[]) and o.organisation_id = $2::uuid and not o.revoked
         and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}`,
      values,
    );
    return new Map(rows.map(({ id, changed }) => [id, changed]));
  }
}

/** Id of the grouping that an event becomes, handed in by the viewer's organisation. */
const groupingOf = ({ organisationId }: Viewer, event: string): string =>
  `grouping--${mispUuid(organisationId, 'grouping', event)}`;
