import { Database, Pulse } from '../../src/platform/index.js';
import type { Hub } from './hub.js';
import type { Api } from './people.js';
import { until } from './until.js';

export const FEED = '/misp/feed';

type Json = Record<string, unknown>;

export interface FedAttribute {
  uuid: string;
  type: string;
  category: string;
  value: string;
  to_ids: boolean;
  deleted: boolean;
  comment: string;
  timestamp: string;
  Tag: { name: string }[];
  Sighting?: Json[];
}

export interface FedEvent extends Json {
  uuid: string;
  info: string;
  timestamp: string;
  Tag: { name: string }[];
  Attribute: FedAttribute[];
  Object: (Json & { Attribute: FedAttribute[]; ObjectReference: Json[] })[];
}

export type Manifest = Record<string, { info: string; timestamp: string; Tag: { name: string }[]; Orgc: Json }>;

/** A UUID that says little. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A MISP event as MISP exports it. */
export const mispEvent = (attributes: Json[], more: Json = {}): { Event: Json } => ({
  Event: {
    id: '1',
    org_id: '1',
    uuid: uuid(1),
    info: 'A campaign',
    date: '2026-01-02',
    timestamp: '1767400000',
    threat_level_id: '1',
    analysis: '2',
    distribution: '3',
    Orgc: { id: '9', name: 'CERT X', uuid: uuid(2) },
    Tag: [{ name: 'tlp:green' }],
    Attribute: attributes,
    ...more,
  },
});

export const mispAttribute = (n: number, value: string, more: Json = {}): Json => ({
  id: String(n),
  uuid: uuid(n),
  type: 'domain',
  category: 'Network activity',
  to_ids: true,
  timestamp: '1767300000',
  distribution: '5',
  comment: '',
  value,
  ...more,
});

/** The manifest, once it has what is looked for: an event is given when its second is over. */
export function manifestWith(api: Api, has: (manifest: Manifest) => boolean): Promise<Manifest> {
  return until('the manifest to have it', async () => {
    const { body } = await api<Manifest>('GET', `${FEED}/manifest.json`);
    return has(body) ? body : undefined;
  });
}

/** Every event that the manifest names. */
export async function eventsOf(api: Api, manifest: Manifest): Promise<FedEvent[]> {
  const events: FedEvent[] = [];
  for (const id of Object.keys(manifest)) {
    const { status, body } = await api<{ Event: FedEvent }>('GET', `${FEED}/${id}.json`);
    if (status !== 200) throw new Error(`${status} for ${id}`);
    events.push(body.Event);
  }
  return events;
}

/** As a MISP that pulls the feed would, over and over: what changed since it last pulled. */
export class PullingMisp {
  readonly held = new Map<string, FedEvent>();

  constructor(private readonly api: Api) {}

  /** Pulls once; the uuids of the events that were fetched. */
  async pull(): Promise<string[]> {
    const { body: manifest } = await this.api<Manifest>('GET', `${FEED}/manifest.json`);
    const newer = Object.entries(manifest).filter(
      ([id, { timestamp }]) => Number(timestamp) > Number(this.held.get(id)?.timestamp ?? 0),
    );
    for (const [id] of newer) {
      const { body } = await this.api<{ Event: FedEvent }>('GET', `${FEED}/${id}.json`);
      this.held.set(id, body.Event);
    }
    return newer.map(([id]) => id);
  }

  get values(): string[] {
    return [...this.held.values()]
      .flatMap(({ Attribute, Object: objects }) => [...Attribute, ...objects.flatMap((one) => one.Attribute)])
      .filter(({ deleted }) => !deleted)
      .map(({ value }) => value)
      .toSorted();
  }
}

/**
 * The hub's clock runs ahead by as much as its MISP feed needs to come to rest: an event is given when its second is over, and no
 * two have the same.
 */
export async function rested({ app }: Pick<Hub, 'app'>): Promise<void> {
  const { rows } = await app.get(Database).api.query<{ seconds: number }>(
    `select (count(distinct (organisation_id, audience_id)) + count(*) filter (where type = 'grouping'))::int + 2 as seconds
       from object where type in ('indicator', 'grouping')`,
  );
  const pulse = app.get(Pulse);
  const ahead = rows[0]!.seconds * 1_000;
  Object.defineProperty(pulse, 'now', {
    configurable: true,
    get: () => Reflect.get(Pulse.prototype, 'now', pulse) + ahead,
  });
}
