import { Database } from '../../src/platform/index.js';
import type { Hub } from './hub.js';
import type { Answer, Key, Person } from './people.js';
import { until } from './until.js';

/** A job as the hub shows it. */
export interface Job {
  readonly id: string;
  readonly state: string;
  readonly format: string;
  readonly code?: string;
  readonly detail?: string;
  readonly bytes: number;
  readonly bytes_read: number;
  readonly items: Record<'read' | 'accepted' | 'created' | 'updated' | 'unchanged' | 'rejected', number>;
  readonly notes: number;
  readonly warned: number;
  readonly rate: number;
  readonly remaining: number | null;
}

type Body = string | Uint8Array | ReadableStream<Uint8Array>;

const credentials = (who: Person | Key): Record<string, string> =>
  'cookie' in who ? { cookie: who.cookie, 'sec-fetch-site': 'same-origin' } : { authorization: `Bearer ${who.text}` };

/** Hands a file in. */
export async function handIn<T = Job>(
  hub: Pick<Hub, 'url'>,
  who: Person | Key,
  body: Body,
  query: Record<string, string> = {},
  { path = '', type = 'text/plain' } = {},
): Promise<Answer<T>> {
  const request: RequestInit = {
    method: 'POST',
    headers: { ...credentials(who), 'content-type': type },
    body: body as never,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  };
  const response = await fetch(`${hub.url}/api/v1/imports${path}?${new URLSearchParams(query).toString()}`, request);
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

/** The job, once it has ended. */
export function ended(hub: Pick<Hub, 'url'>, who: Person | Key, id: string, ms = 20_000): Promise<Job> {
  return until(
    'the import to end',
    async () => {
      const job = await jobOf(hub, who, id);
      return ['done', 'failed', 'cancelled'].includes(job.state) ? job : undefined;
    },
    ms,
  );
}

export async function jobOf(hub: Pick<Hub, 'url'>, who: Person | Key, id: string): Promise<Job> {
  const response = await fetch(`${hub.url}/api/v1/imports/${id}`, { headers: credentials(who) });
  return (await response.json()) as Job;
}

/** A file handed in and read to its end. */
export async function imported(
  hub: Pick<Hub, 'url'>,
  who: Person | Key,
  body: Body,
  query: Record<string, string> = {},
  ms = 20_000,
): Promise<Job> {
  const { status, body: job } = await handIn(hub, who, body, query);
  if (status !== 202) throw new Error(`not taken: ${status} ${JSON.stringify(job)}`);
  return ended(hub, who, job.id, ms);
}

/** The lines of the outcomes, without their header. */
export async function outcomesOf(hub: Pick<Hub, 'url'>, who: Person | Key, id: string, query = ''): Promise<string[]> {
  const response = await fetch(`${hub.url}/api/v1/imports/${id}/outcomes.csv${query}`, { headers: credentials(who) });
  const [header, ...lines] = (await response.text()).split('\n');
  if (header !== 'place,outcome,code,reason,id') throw new Error(`no outcomes: ${header}`);
  return lines.slice(0, -1);
}

/** Makes the hub's parts of files that are still kept visible. */
export async function chunksKept(hub: Hub): Promise<number> {
  const { rows } = await hub.app.get(Database).api.query<{ count: number }>('select count(*)::int from import_chunk');
  return rows[0]!.count;
}
