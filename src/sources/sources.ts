import { randomUUID } from 'node:crypto';
import { address, type AudienceAsk, type Audiences } from '../audience/index.js';
import { appendAudit, type Deed } from '../audit/index.js';
import { Fault, type Tlp, tlpRank, type Viewer } from '../kernel/index.js';
import type { Outbound, Pool, Secrets, Sql } from '../platform/index.js';
import type { NewSource, PullAsk, SourceChange } from './asks.js';
import { type Fate, listRefusals, type RefusalRead } from './refusals.js';
import { floorOf, present, sealCredentials, SOURCE_COLUMNS, type SourceRead, type SourceRow } from './source.js';

const MOST = 50;

/** Sources as administrators manage them, each for its own organisation alone. */
export class Sources {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly outbound: Outbound,
    private readonly secrets: Secrets,
  ) {}

  /** Faults: `blocked_destination`, `limit_reached`, `conflict` for one that is there, those of labels and audiences. */
  async add(viewer: Viewer, ask: NewSource): Promise<SourceRead> {
    const { organisationId } = viewer;
    const url = addressOf(ask);
    await this.outbound.assertAllowed(url);
    await this.checkFloor(viewer, ask);
    const id = randomUUID();
    const { kind, name, auth, tlp, every } = ask;
    return this.pool.transaction(async (sql) => {
      await sql.query('select from organisation where id = $1 for no key update', [organisationId]);
      const { rows } = await sql.query<{ url: string; kind: string }>(
        'select url, kind from source where organisation_id = $1',
        [organisationId],
      );
      if (rows.length >= MOST) throw new Fault('limit_reached', `an organisation may have ${MOST} sources`);
      if (rows.some((row) => row.url === url && row.kind === kind)) throw new Fault('conflict', 'it is one already');
      await sql.query(
        `insert into source (id, organisation_id, kind, name, url, auth, credentials, tlp, audience, every_s, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          id,
          organisationId,
          kind,
          name,
          url,
          auth.scheme,
          this.sealed(id, auth),
          tlpRank(tlp),
          audienceText(ask.audience),
          every,
          viewer.personId,
        ],
      );
      await appendAudit(sql, [deed('source.create', viewer, id, { kind, host: new URL(url).host, tlp })]);
      return present(await this.row(sql, viewer, id));
    });
  }

  async list({ organisationId }: Viewer): Promise<SourceRead[]> {
    const { rows } = await this.pool.query<SourceRow>(
      `select ${SOURCE_COLUMNS} from source where organisation_id = $1 order by created_at, id`,
      [organisationId],
    );
    return rows.map(present);
  }

  async one(viewer: Viewer, id: string): Promise<SourceRead> {
    return present(await this.row(this.pool, viewer, id));
  }

  /** Whatever is under way of it ends, and goes on as it is set now. */
  async change(viewer: Viewer, id: string, ask: SourceChange): Promise<SourceRead> {
    const before = await this.row(this.pool, viewer, id);
    const floor = floorOf(before);
    const { name, auth, tlp = floor.tlp, audience = floor.audience ?? 'all', every, paused } = ask;
    if (ask.tlp !== undefined || ask.audience !== undefined) await this.checkFloor(viewer, { tlp, audience });
    return this.pool.transaction(async (sql) => {
      await sql.query(
        `update source set name = coalesce($2, name), auth = coalesce($3, auth),
           credentials = case when $3::text is null then credentials else $4 end, tlp = coalesce($5, tlp),
           audience = case when $6 then $7 else audience end, every_s = coalesce($8, every_s), paused = coalesce($9, paused),
           next_at = case when $9 = false or $3::text is not null then now() else least(next_at, now() + coalesce($8, every_s) * interval '1 second') end,
           claim = null, claimed_until = null
         where id = $1`,
        [
          id,
          name ?? null,
          auth?.scheme ?? null,
          auth ? this.sealed(id, auth) : null,
          ask.tlp === undefined ? null : tlpRank(ask.tlp),
          ask.audience !== undefined,
          audienceText(audience),
          every ?? null,
          paused ?? null,
        ],
      );
      const changed = Object.keys(ask).toSorted();
      await appendAudit(sql, [deed('source.change', viewer, id, { changed })]);
      return present(await this.row(sql, viewer, id));
    });
  }

  /** Now rather than at its time. `conflict` for one that is paused. */
  async pull(viewer: Viewer, id: string, { from }: PullAsk): Promise<SourceRead> {
    return this.pool.transaction(async (sql) => {
      const { paused } = await this.row(sql, viewer, id);
      if (paused) throw new Fault('conflict', 'the source is paused');
      if (from === 'beginning') {
        await sql.query('update source set position = null, claim = null, claimed_until = null where id = $1', [id]);
        await sql.query('delete from source_event where source_id = $1', [id]);
      }
      await sql.query('update source set next_at = now() where id = $1', [id]);
      await appendAudit(sql, [deed('source.pull', viewer, id, { from })]);
      return present(await this.row(sql, viewer, id));
    });
  }

  /** What came from it stays. */
  remove(viewer: Viewer, id: string): Promise<void> {
    return this.pool.transaction(async (sql) => {
      await this.row(sql, viewer, id);
      await sql.query('delete from source where id = $1', [id]);
      await appendAudit(sql, [deed('source.delete', viewer, id)]);
    });
  }

  /** What of it was refused, or taken with a warning. */
  async refusals(
    viewer: Viewer,
    id: string,
    fate: Fate,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<RefusalRead[]> {
    await this.row(this.pool, viewer, id);
    return listRefusals(this.pool, id, fate, page);
  }

  /** Exists, and is the viewer's own: else `not_found`, alike. */
  private async row(sql: Sql, { organisationId }: Viewer, id: string): Promise<SourceRow> {
    const { rows } = await sql.query<SourceRow>(
      `select ${SOURCE_COLUMNS} from source where id = $1 and organisation_id = $2`,
      [id, organisationId],
    );
    if (!rows[0]) throw new Fault('not_found');
    return rows[0];
  }

  private async checkFloor(viewer: Viewer, { tlp, audience }: { tlp: Tlp; audience: AudienceAsk }): Promise<void> {
    if (typeof audience === 'object' && 'people' in audience)
      throw new Fault('audience_not_allowed', 'a source is for no single people', { pointer: '/audience' });
    address(audience, tlp, viewer, await this.audiences.current());
  }

  private sealed(id: string, auth: NewSource['auth']): Buffer | null {
    return auth.scheme === 'none' ? null : sealCredentials(this.secrets, id, auth);
  }
}

const audienceText = (audience: AudienceAsk): string | null => (audience === 'all' ? null : JSON.stringify(audience));

const deed = (action: string, viewer: Viewer, source: string, more: object = {}): Deed => ({
  action,
  viewer,
  detail: { source, ...more },
});

/** A folder: what is in it is asked for below. */
function addressOf({ url: text, collection }: NewSource): string {
  if (!URL.canParse(text)) throw new Fault('blocked_destination', 'it is no URL', { pointer: '/url' });
  const url = new URL(text);
  [url.hash, url.search] = ['', ''];
  url.pathname = `${url.pathname.replace(/\/(?:objects|manifest\.json|events\/restSearch)?\/*$/, '')}/`;
  if (collection !== undefined) url.pathname += `collections/${encodeURIComponent(collection)}/`;
  return url.href;
}
