import { insertKey, insertPerson } from './cast.js';
import { fixedIndicator, indicatorId } from './fixed.js';
import type { Twin } from './twin.js';

/** Something that happens in a world. */
export type Deed = (twin: Twin) => Promise<void>;
export type Ask = Record<string, unknown> | string;

/** An indicator handed in. */
export const put =
  (by: string, name: string, tlp: string, value: string, audience?: Ask, more: Record<string, unknown> = {}): Deed =>
  async (twin) => {
    const body = { items: [fixedIndicator(name, tlp, value, more)], ...(audience !== undefined && { audience }) };
    await twin.as(by)('POST', '/api/v1/indicators', body);
  };

/** An indicator changed by its maker. */
export const amend =
  (by: string, name: string, change: Record<string, unknown>): Deed =>
  async (twin) => {
    await twin.as(by)('PATCH', `/api/v1/indicators/${indicatorId(name)}`, change, { 'if-match': '*' });
  };

export const revoke =
  (by: string, name: string): Deed =>
  async (twin) => {
    await twin.as(by)('POST', `/api/v1/indicators/${indicatorId(name)}/revoke`);
  };

/** What members say of an object. */
export const SAID = {
  sightings: { description: 'seen here' },
  opinions: { opinion: 'disagree' },
  notes: { content: 'as I see it' },
} as const;

export const say =
  (by: string, name: string, what: keyof typeof SAID, more: Record<string, unknown> = {}): Deed =>
  async (twin) => {
    const body = { ...SAID[what], ...more };
    const made = await twin.as(by)('POST', `/api/v1/indicators/${indicatorId(name)}/${what}`, body);
    if (made.body['id'] && more['audience']) twin.made.set(`said ${twin.made.size}`, made.body['id'] as string);
  };

/** What hidden objects are of, and some that everybody sees. */
export const VALUES = ['h.example', 'v1.example', 'mine.example', 'own.example', 'sub.v9.example'];

export async function group(twin: Twin): Promise<void> {
  const members = ['cert-b', 'cert-c'];
  const all = await twin.rows<{ id: string }>('select id from organisation where short_name = any($1)', [members]);
  const root = twin.as('root');
  const made = await root('POST', '/api/v1/groups', { name: 'exchange', members: all.map(({ id }) => id) });
  twin.made.set('group', made.body['id'] as string);
}

export async function person(twin: Twin): Promise<void> {
  if (twin.made.has('person')) return;
  twin.made.set('person', 'hidden@cert-b.example');
  await twin.rights((sql) => insertPerson(sql, 'hidden', { of: 'cert-b', role: 'analyst' }));
}

export async function key(twin: Twin): Promise<void> {
  if (twin.made.has('key')) return;
  twin.made.set('key', 'hidden');
  await twin.rights((sql) => insertKey(sql, 'hidden', { of: 'cert-b' }));
}

export async function invitation(twin: Twin): Promise<void> {
  const body = { email: `guest${twin.made.size}@cert-b.example`, role: 'analyst' };
  const made = await twin.as('adminB')('POST', '/api/v1/invitations', body);
  if (made.body['id']) twin.made.set('invitation', made.body['id'] as string);
}

export async function failure(twin: Twin): Promise<void> {
  await twin.as('nobody')('GET', '/api/v1/me', undefined, { authorization: 'Bearer nonsense' });
  await twin.as('bo')('GET', '/api/v1/audit');
}

export async function reading(twin: Twin): Promise<void> {
  await twin.as('bo')('GET', '/api/v1/search?limit=100');
  await twin.as('c')('POST', '/api/v1/lookup', { values: VALUES });
}

export async function repeat(twin: Twin): Promise<void> {
  const item = fixedIndicator('repeated', 'amber', 'mine.example');
  await twin.as('b')(
    'POST',
    '/api/v1/indicators',
    { audience: 'organisation', items: [item] },
    { 'idempotency-key': 'probe' },
  );
}
