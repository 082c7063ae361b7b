import type { Hub } from './hub.js';
import { type Api, rowsOf } from './people.js';
import { until } from './until.js';

/** A saved search as the hub answers it. */
export interface Saved {
  readonly id: string;
  readonly name: string;
  readonly q: string;
  readonly shared: boolean;
  readonly own: boolean;
  readonly by: string;
  readonly watch: { bell: boolean; mail: string; paused: boolean };
  readonly problem: string | null;
}

export interface Rung {
  readonly unread: number;
  readonly searches: { search: string; unread: number }[];
  readonly cursor: string;
  readonly more: boolean;
  readonly items: { searches: string[]; read: boolean; object: { id: string; pattern: string } }[];
}

export const SEARCHES = '/api/v1/searches';

/** Saves a search and has the bell ring for it. */
export async function save(api: Api, q: string, more: object = {}): Promise<Saved> {
  const { status, body } = await api<Saved>('POST', SEARCHES, { name: `of ${q}`, q, bell: true, ...more });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

export const bellOf = async (api: Api, query = ''): Promise<Rung> =>
  (await api<Rung>('GET', `/api/v1/bell${query}`)).body;

/** What rang, by the values of the indicators, the newest first. */
export const valuesIn = ({ items }: Rung): string[] =>
  items.map(({ object }) => /'(.*)'/.exec(object.pattern ?? '')?.[1] ?? object.id);

/** Resolves once all that the log has was held against the searches that are watched. */
export const searched = (hub: Hub): Promise<unknown> =>
  until(
    'the log to be held against all searches',
    async () =>
      (await rowsOf<{ done: boolean }>(hub, 'select position >= (select seq from head) as done from search_cursor'))[0]!
        .done,
    30_000,
  );

let named = 0;
/** Shares an indicator; its id. */
export async function share(api: Api, item: object = {}): Promise<{ id: string; etag: string }> {
  named += 1;
  const { status, body } = await api<{ id: string; etag: string }>('POST', '/api/v1/indicators', {
    value: `s${named}.example`,
    tlp: 'green',
    ...item,
  });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
