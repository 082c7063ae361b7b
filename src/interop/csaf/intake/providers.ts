import { randomUUID } from 'node:crypto';
import { address, type AudienceAsk, type Audiences } from '../../../audience/index.js';
import { appendAudit } from '../../../audit/index.js';
import { tlpFromLabel } from '../../../formats/index.js';
import { Fault, tlpOf, tlpRank, type Tlp, type Viewer } from '../../../kernel/index.js';
import type { Outbound, Pool } from '../../../platform/index.js';
import { wellKnown } from './discovery.js';

/** A provider as an organisation's administrators are shown it. */
export interface ProviderRead {
  readonly id: string;
  readonly url: string;
  readonly fingerprint: string;
  readonly tlp: Tlp;
  readonly audience: AudienceAsk | null;
  readonly created_at: string;
  readonly state: 'new' | 'ok' | 'failing';
  readonly error: string | null;
  readonly looked_at: string | null;
  /** Documents by what became of them, and the last that were refused. */
  readonly documents: { readonly imported: number; readonly unchanged: number; readonly refused: number };
  readonly refusals: readonly { readonly url: string; readonly detail: string; readonly at: string }[];
}

/** What an administrator says of a provider. */
export interface NewProvider {
  readonly url: string;
  readonly fingerprint: string;
  readonly tlp: string;
  readonly audience?: AudienceAsk | undefined;
}

const MOST = 50;
const REFUSALS = 20;

/** Providers that organisations have the hub ask for documents, each for its own organisation alone. */
export class Providers {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly outbound: Outbound,
  ) {}

  /** Faults: `blocked_destination`, those of the label and audience, `conflict` for one that is there already. */
  async add(viewer: Viewer, { url: given, fingerprint, tlp: label, audience }: NewProvider): Promise<ProviderRead> {
    const url = metadataUrl(given);
    const tlp = tlpFromLabel(label);
    if (tlp === 'red') throw new Fault('red_requires_individuals', undefined, { pointer: '/tlp' });
    address(audience, tlp, viewer, await this.audiences.current()); // said now rather than at each document
    await this.outbound.assertAllowed(url);
    const id = randomUUID();
    await this.pool.transaction(async (sql) => {
      await sql.query('select from organisation where id = $1 for no key update', [viewer.organisationId]);
      const { rows } = await sql.query<{ count: number }>(
        'select count(*)::int as count from csaf_provider where organisation_id = $1',
        [viewer.organisationId],
      );
      if ((rows[0]?.count ?? 0) >= MOST) throw new Fault('conflict', `an organisation may have ${MOST} providers`);
      const { rowCount } = await sql.query(
        `insert into csaf_provider (id, organisation_id, url, fingerprint, tlp, audience, created_by) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict do nothing`,
        [
          id,
          viewer.organisationId,
          url,
          fingerprint,
          tlpRank(tlp),
          audience === undefined ? null : JSON.stringify(audience),
          viewer.personId,
        ],
      );
      if (!rowCount) throw new Fault('conflict', 'this provider is asked already');
      await appendAudit(sql, [
        { action: 'csaf-provider.create', viewer, detail: { provider: id, host: new URL(url).host } },
      ]);
    });
    return this.one(viewer, id);
  }

  async remove(viewer: Viewer, id: string): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const { rowCount } = await sql.query('delete from csaf_provider where id = $1 and organisation_id = $2', [
        id,
        viewer.organisationId,
      ]);
      if (!rowCount) throw new Fault('not_found');
      await appendAudit(sql, [{ action: 'csaf-provider.delete', viewer, detail: { provider: id } }]);
    });
  }

  /** Has it asked now rather than when its time comes. */
  async askNow(viewer: Viewer, id: string): Promise<ProviderRead> {
    const { rowCount } = await this.pool.query(
      'update csaf_provider set next_at = now() where id = $1 and organisation_id = $2',
      [id, viewer.organisationId],
    );
    if (!rowCount) throw new Fault('not_found');
    return this.one(viewer, id);
  }

  async one(viewer: Viewer, id: string): Promise<ProviderRead> {
    const found = (await this.list(viewer)).find((provider) => provider.id === id);
    if (!found) throw new Fault('not_found');
    return found;
  }

  async list({ organisationId }: Viewer): Promise<ProviderRead[]> {
    const { rows } = await this.pool.query<ProviderRow>(
      `select p.id, p.url, p.fingerprint, p.tlp, p.audience, p.created_at, p.state, p.error, p.looked_at,
         (select coalesce(json_object_agg(outcome, count), '{}') from (
            select outcome, count(*)::int as count from csaf_provider_file f where f.provider_id = p.id group by outcome) c) as documents,
         (select coalesce(json_agg(r), '[]') from (
            select url, detail, at from csaf_provider_file f where f.provider_id = p.id and outcome = 'refused'
            order by at desc, url limit ${REFUSALS}) r) as refusals
       from csaf_provider p where p.organisation_id = $1 order by p.created_at, p.id`,
      [organisationId],
    );
    return rows.map(present);
  }
}

interface ProviderRow {
  id: string;
  url: string;
  fingerprint: string;
  tlp: number;
  audience: string | null;
  created_at: Date;
  state: ProviderRead['state'];
  error: string | null;
  looked_at: Date | null;
  documents: Partial<ProviderRead['documents']>;
  refusals: { url: string; detail: string; at: string }[];
}

const present = (row: ProviderRow): ProviderRead => ({
  id: row.id,
  url: row.url,
  fingerprint: row.fingerprint,
  tlp: tlpOf(row.tlp),
  audience: row.audience === null ? null : (JSON.parse(row.audience) as AudienceAsk),
  created_at: row.created_at.toISOString(),
  state: row.state,
  error: row.error,
  looked_at: row.looked_at?.toISOString() ?? null,
  documents: {
    imported: row.documents.imported ?? 0,
    unchanged: row.documents.unchanged ?? 0,
    refused: row.documents.refused ?? 0,
  },
  refusals: row.refusals.map(({ url, detail, at }) => ({ url, detail, at: new Date(at).toISOString() })),
});

/** A domain stands for the path that providers have their metadata at; where it has none there, see `discovery.ts`. */
function metadataUrl(given: string): string {
  const url = given.includes('://') ? given : wellKnown(given);
  if (!URL.canParse(url)) throw new Fault('blocked_destination', 'it is no URL', { pointer: '/url' });
  return new URL(url).href;
}
