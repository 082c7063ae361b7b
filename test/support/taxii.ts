import { fixedUuid } from './fixed.js';
import type { Hub } from './hub.js';

export const ROOT = '/taxii2/alliance';
/** The collection of everything, the same on every hub. */
export const EVERYTHING = '6c1f0c4e-2b7d-4a39-8e55-0d6f1b7a9c21';
export const TAXII = 'application/taxii+json;version=2.1';
export const MARKING = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
} as const;

export interface Detail {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
  readonly media_types: string[];
}

/** What any resource of TAXII may have in it; each test looks at what it asked for. */
export interface Resource extends Collection {
  readonly api_roots: string[];
  readonly default: string;
  readonly versions: string[];
  readonly max_content_length: number;
  readonly collections: Collection[];
  readonly objects: Record<string, unknown>[];
  readonly more?: boolean;
  readonly next?: string;
  readonly status: string;
  readonly request_timestamp: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly failure_count: number;
  readonly pending_count: number;
  readonly successes: Detail[];
  readonly failures: Detail[];
  readonly http_status: string;
  readonly error_code: string;
  readonly error_id: string;
}

/** An answer of TAXII: its bytes as text, and what they say. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Resource;
}

export interface Asking {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Asks as a TAXII client does. */
export type Taxii = (path: string, asking?: Asking) => Promise<Told>;

/** A TAXII client with this key, by Bearer or by Basic; without one, nobody. */
export function taxii({ url }: Pick<Hub, 'url'>, key?: string, scheme: 'bearer' | 'basic' = 'bearer'): Taxii {
  const authorization = scheme === 'bearer' ? `Bearer ${key}` : `Basic ${Buffer.from(`any:${key}`).toString('base64')}`;
  return async (path, { method, body, headers } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: TAXII,
        ...(key !== undefined && { authorization }),
        ...(body !== undefined && { 'content-type': TAXII }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
      redirect: 'error',
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (text === '' ? {} : JSON.parse(text)) as Resource,
    };
  };
}

const TIME = '2021-03-02T10:00:00.000Z';

/** An indicator with an id that follows from its name. */
export const indicator = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${fixedUuid(`taxii ${name}`)}`,
  created: TIME,
  modified: TIME,
  name,
  pattern: `[domain-name:value = '${name}.example']`,
  pattern_type: 'stix',
  valid_from: TIME,
  object_marking_refs: [MARKING.green],
  ...more,
});

/** An object of another type. */
export const object = (type: string, name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type,
  spec_version: '2.1',
  id: `${type}--${fixedUuid(`taxii ${name}`)}`,
  created: TIME,
  modified: TIME,
  name,
  object_marking_refs: [MARKING.green],
  ...more,
});

/** Ids of collections by title. */
export async function collectionsOf(ask: Taxii): Promise<Record<string, string>> {
  const { body } = await ask(`${ROOT}/collections/`);
  return Object.fromEntries(body.collections.map(({ id, title }) => [title, id]));
}
