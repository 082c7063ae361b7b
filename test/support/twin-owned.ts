import { organisationId } from './cast.js';
import { EVERYTHING, ROOT, TAXII } from './taxii.js';
import { NOWHERE } from './twin-asks.js';
import type { Twin } from './twin.js';

/** An address at which nobody answers, and to which both worlds may connect. */
const PORT = 9;
const OUTSIDE = `https://127.0.0.1:${PORT}`;
export const REACHING = {
  OUTBOUND_HOSTS: '127.0.0.1',
  OUTBOUND_PRIVATE: '127.0.0.1/32',
  OUTBOUND_PORTS: String(PORT),
};

/** What an administrator of whichever organisation sets up: where entries go, and where they come from. */
export const SETTINGS = {
  webhook: ['/api/v1/webhooks', { url: `${OUTSIDE}/hook`, name: 'hook' }],
  source: ['/api/v1/sources', { kind: 'misp-feed', url: `${OUTSIDE}/feed`, name: 'feed', tlp: 'green' }],
  provider: [
    '/api/v1/csaf/providers',
    { url: `${OUTSIDE}/provider-metadata.json`, fingerprint: 'a'.repeat(40), tlp: 'clear' },
  ],
} as const;

/** Others set all of it up, and hand in by TAXII what is refused: its status is theirs. */
export async function setUp(twin: Twin): Promise<void> {
  for (const [path, body] of Object.values(SETTINGS)) {
    const { status } = await twin.as('adminB')('POST', path, body);
    if (status !== 201) throw new Error(`${path} answers ${status}`);
  }
  const objects = [{ type: 'nonsense', id: 'nonsense' }];
  const headers = { 'content-type': TAXII, accept: TAXII };
  const { status } = await twin.as('b')('POST', `${ROOT}/collections/${EVERYTHING}/objects/`, { objects }, headers);
  if (status !== 202) throw new Error(`TAXII answers ${status}`);
}

/** Ids of what others have set up, and one that is nowhere. */
export async function ownedBy(
  full: Twin,
): Promise<Record<'webhooks' | 'sources' | 'providers' | 'statuses', string[]>> {
  const ids = async (table: string, where = `organisation_id <> '${organisationId('cert-a')}'`) => {
    const rows = await full.rows<{ id: string }>(`select id from ${table} where ${where} order by id limit 2`);
    if (rows.length === 0) throw new Error(`nothing is hidden in ${table}`); // compared with nothing
    return [...rows.map(({ id }) => id), NOWHERE];
  };
  return {
    webhooks: await ids('webhook'),
    sources: await ids('source'),
    providers: await ids('csaf_provider'),
    statuses: await ids('taxii_status', 'true'),
  };
}
