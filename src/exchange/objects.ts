import { addressed, type Addressed, type Author, type Book, type Visible, visibleSql } from '../audience/index.js';
import type { AuditLog } from '../audit/index.js';
import { Fault, RECORDED, tlpOf, type Tlp, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import type { Authority } from './batch.js';
import { entriesOf } from './entry.js';
import { etagOf } from './plan.js';
import { stillSeen } from './still-seen.js';

/** The stored text of one version of an object. */
export interface Version {
  readonly body: string;
  readonly etag: string;
  readonly tlp: Tlp;
}

/** A row of an audience's ledger as members may fetch it. */
export interface LedgerEntry {
  readonly position: number;
  readonly op: number;
  readonly id: string;
  readonly digest: string;
  readonly chain: string;
  readonly superseded: boolean;
}

const LEDGER_PAGE = 5_000;

/** Tables and condition of a read, given what the viewer sees. */
type Ask = (seen: Visible, param: (value: unknown) => string) => { from: string; where: string };

/** From which log number a viewer was there for what an audience is told: what a feed can be held against. */
function beginning(audienceId: number, { organisationId }: Viewer, book: Book): number {
  const groupId = book.audiences.get(audienceId)?.groupId;
  return (groupId && book.groups.get(groupId)?.joined.get(organisationId)) || 0;
}

/** Reads single objects, their history, and the ledgers, as the viewer may see them. */
export class Objects {
  constructor(
    private readonly pool: Pool,
    private readonly authority: Pick<Authority, 'audiences' | 'renew'>,
    private readonly audit: AuditLog,
  ) {}

  /** As {@link stillSeen}: to be asked before each part of an answer that takes its time. */
  stillSeen(viewer: Viewer, seen: Visible): Promise<Visible> {
    return stillSeen(this.authority, viewer, seen);
  }

  /** The current version. `not_found` alike for hidden and missing. */
  async get(viewer: Viewer, id: string): Promise<Version> {
    const [version] = await this.read(viewer, id, (seen, param) => ({
      from: 'object o join version v on v.seq = o.seq join audience a on a.id = o.audience_id',
      where: `o.id = ${param(id)} and ${visibleSql(seen, 'o', param)} order by o.no limit 1`,
    }));
    if (!version) throw new Fault('not_found');
    return version;
  }

  /**
   * All versions, oldest first, of an object whose current version the viewer sees; those that were for an audience he
   * is not in are left out.
   */
  async versions(viewer: Viewer, id: string): Promise<Version[]> {
    const versions = await this.read(viewer, id, (seen, param) => ({
      from: `(select no from object o where o.id = ${param(id)} and ${visibleSql(seen, 'o', param)} order by no limit 1) one
        cross join lateral (${entriesOf('one.no')}) e join version v on v.seq = e.seq join audience a on a.id = e.audience_id`,
      where: `e.op <> 3 and ${visibleSql(seen, 'e', param)} order by e.seq limit 1000`,
    }));
    if (versions.length === 0) throw new Fault('not_found');
    return versions;
  }

  /** For whom the object is that {@link get} gives, as much of it as the viewer is told. `not_found` alike for hidden and missing. */
  async audience(viewer: Viewer, id: string): Promise<Addressed> {
    const told = await this.addressedTo(viewer, id);
    if (told) return told;
    // perhaps another process has just made the object's audience
    const later = (await this.authority.audiences.learn()) ? await this.addressedTo(viewer, id) : undefined;
    if (!later) throw new Fault('not_found');
    return later;
  }

  private async addressedTo(viewer: Viewer, id: string): Promise<Addressed | undefined> {
    const book = await this.authority.audiences.current();
    const seen = this.authority.audiences.ofBook(viewer, book);
    const values: unknown[] = [id];
    // its author is who put it before this audience: others of his organisation may have changed it since
    const { rows } = await this.pool.query<Author & { readonly audienceId: number; readonly seq: number }>(
      `select o.audience_id as "audienceId", o.seq, o.organisation_id as "organisationId", s.person_id as "personId" from object o
       join entry e on e.seq = o.seq and e.audience_id = o.audience_id
       left join lateral (select * from submission s where s.first_seq <= e.since_seq order by s.first_seq desc limit 1) s
         on s.last_seq >= e.since_seq
       where o.id = $1 and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)} order by o.no limit 1`,
      values,
    );
    const [row] = rows;
    const audience = row && book.audiences.get(row.audienceId);
    return audience && addressed(audience, row.seq, row, viewer, book);
  }

  private async read(viewer: Viewer, id: string, query: Ask): Promise<Version[]> {
    const rows = await this.ask(viewer, query);
    // perhaps another process has just made the object's audience
    if (rows.length === 0 && (await this.authority.audiences.learn())) rows.push(...(await this.ask(viewer, query)));
    await this.recordRead(viewer, rows.map(({ tlp }) => ({ id, tlp })).slice(0, 1));
    return rows.map(({ body, tlp }) => ({ body, etag: etagOf(body), tlp: tlpOf(tlp) }));
  }

  private async ask(viewer: Viewer, query: Ask): Promise<{ body: string; tlp: number }[]> {
    const seen = await this.authority.audiences.of(viewer);
    const values: unknown[] = [];
    const { from, where } = query(seen, (value) => `$${values.push(value)}`);
    const text = `select v.body, a.tlp from ${from} where ${where}`;
    return (await this.pool.query<{ body: string; tlp: number }>(text, values)).rows;
  }

  /** Puts the reading of AMBER+STRICT and RED objects on record, before they are given. */
  async recordRead(viewer: Viewer, read: readonly { readonly id: string; readonly tlp: number }[]): Promise<void> {
    const recorded = read.filter(({ tlp }) => tlp >= RECORDED);
    if (recorded.length === 0) return;
    // who reads the audit log must not learn ids of TLP:RED objects from it
    const objects = recorded.filter(({ tlp }) => tlp === RECORDED).map(({ id }) => id);
    await this.audit.record({ action: 'object.read', viewer, detail: { count: recorded.length, objects } });
  }

  /** How often objects were sighted, and by how many organisations, as far as the viewer sees the sightings. */
  async sightingsOf(
    viewer: Viewer,
    ids: readonly string[],
  ): Promise<{ object: string; sightings: number; organisations: number }[]> {
    const seen = await this.authority.audiences.of(viewer);
    const values: unknown[] = [[...ids], [...seen.ids]];
    const { rows } = await this.pool.query<{ object: string; sightings: number; organisations: number }>(
      `select q.id as object, coalesce(sum(o.times), 0)::float8 as sightings,
         count(distinct o.organisation_id)::int as organisations
       from unnest($1::text[]) as q(id) left join lateral (
         select o.* from unnest($2::int[]) as each(id) join object o on o.audience_id = each.id and o.sighted = q.id
         where not o.revoked and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}) o on true
       group by q.id order by q.id`,
      values,
    );
    return rows;
  }

  /** The audiences in sight, with the ends of their ledgers, and from where on the viewer was there. */
  async ledgers(viewer: Viewer) {
    const book = await this.authority.audiences.current();
    const seen = this.authority.audiences.ofBook(viewer, book);
    const { rows } = await this.pool.query<{
      id: number;
      position: number;
      chain: Buffer;
      begin: number | null;
      anchor: Buffer | null;
    }>(
      `select a.id, a.position, a.chain, b.position as begin, b.chain as anchor
       from unnest($1::int[], $2::bigint[]) as q(id, from_seq) join audience a on a.id = q.id
       left join lateral (select position, chain from entry e where e.audience_id = a.id and e.seq <= q.from_seq
         order by e.position desc limit 1) b on q.from_seq > 0 where a.position > 0 order by a.id`,
      [[...seen.ids], seen.ids.map((id) => beginning(id, viewer, book))],
    );
    return rows.flatMap((row) => {
      const audience = book.audiences.get(row.id);
      if (!audience) return [];
      const group = audience.groupId === null ? undefined : book.groups.get(audience.groupId);
      return [
        {
          ref: audience.ref,
          tlp: audience.tlp,
          kind: audience.kind,
          ...(group && { group: { id: group.id, name: group.name } }),
          position: row.position,
          chain: row.chain.toString('base64url'),
          from: { position: row.begin ?? 0, chain: (row.anchor ?? Buffer.alloc(32)).toString('base64url') },
        },
      ];
    });
  }

  /** A page of an audience's ledger: position, object id, digest and chain of everything ever addressed to it. */
  async ledger(
    viewer: Viewer,
    ref: string,
    after: number,
    limit: number,
  ): Promise<{ entries: LedgerEntry[]; more: boolean }> {
    const book = await this.authority.audiences.current();
    const seen = this.authority.audiences.ofBook(viewer, book);
    const audience = [...book.audiences.values()].find((a) => a.ref === ref);
    if (!audience || !seen.ids.includes(audience.id)) throw new Fault('not_found');
    const most = Math.min(limit, LEDGER_PAGE);
    const { rows } = await this.pool.query<Omit<LedgerEntry, 'digest' | 'chain'> & { digest: Buffer; chain: Buffer }>(
      `select position, op, id, digest, chain, superseded from entry
       where audience_id = $1 and position > $2 and seq > $3 order by position limit $4`,
      [audience.id, after, seen.late.get(audience.id) ?? 0, most + 1],
    );
    const entries = rows.slice(0, most).map(({ position, op, id, digest, chain, superseded }) => ({
      position,
      op,
      id,
      digest: digest.toString('base64url'),
      chain: chain.toString('base64url'),
      superseded,
    }));
    return { entries, more: rows.length > most };
  }
}
