import { makerOf, type MispContext, type MispPart, parseJson, readMispEvent } from '../../formats/index.js';
import { Fault } from '../../kernel/index.js';
import type { Pool, Sql } from '../../platform/index.js';

/** What events of a source are read with: whose they become, and who the members of this hub are. */
export interface EventReading extends MispContext {
  readonly members: ReadonlySet<string>;
}

/** What one event holds. What a member of this hub made, it hands in itself: such an event went out from here, and is a note alone. */
export function partsOf(json: unknown, at: string, reading: EventReading): readonly MispPart[] {
  if (isMembers(json, reading)) return [{ at, note: 'it is of a member of this hub' }];
  return readMispEvent(json, at, reading);
}

/** The same of its text. */
export function partsOfText(
  bytes: Buffer,
  at: string,
  limits: { readonly depth: number; readonly nodes: number },
  reading: EventReading,
): { readonly parts: readonly MispPart[]; readonly isMembers: boolean } {
  try {
    const json = parseJson(bytes, limits);
    return { parts: partsOf(json, at, reading), isMembers: isMembers(json, reading) };
  } catch (error) {
    if (error instanceof Fault) return { parts: [{ at, fault: error }], isMembers: false };
    throw error;
  }
}

function isMembers(json: unknown, { members }: EventReading): boolean {
  const maker = makerOf(json);
  return maker !== undefined && members.has(maker);
}

/** Events that were taken of a source, each with its times then. */
export class TakenEvents {
  constructor(
    private readonly pool: Pool,
    private readonly sourceId: string,
  ) {}

  async all(): Promise<Map<string, string>> {
    return this.stamps('', []);
  }

  async of(uuids: readonly string[]): Promise<Map<string, string>> {
    return this.stamps('and uuid = any($2::uuid[])', [[...uuids]]);
  }

  /** In the transaction that takes the event. */
  async note(sql: Sql, uuid: string, stamp: string): Promise<void> {
    await sql.query(
      `insert into source_event (source_id, uuid, stamp) values ($1, $2, $3)
       on conflict (source_id, uuid) do update set stamp = excluded.stamp`,
      [this.sourceId, uuid, stamp],
    );
  }

  private async stamps(which: string, values: unknown[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ uuid: string; stamp: string }>(
      `select uuid, stamp from source_event where source_id = $1 ${which}`,
      [this.sourceId, ...values],
    );
    return new Map(rows.map(({ uuid, stamp }) => [uuid, stamp]));
  }
}

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
