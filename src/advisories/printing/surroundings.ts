import { type Audiences, type Visible, visibleSql, withinSince } from '../../audience/index.js';
import { identityRef, type Objects } from '../../exchange/index.js';
import { type Named, typeOfId } from '../../formats/index.js';
import { type StixObject, type Tlp, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';

/** Objects around an advisory, at most: more than it can link and bring along. */
const MOST = 1_000;

/** An object that the viewer sees, as it is stored. */
export interface Seen {
  readonly id: string;
  readonly tlp: number;
  readonly audience: number;
  readonly seq: number;
  readonly body: string;
}

/** An organisation that an advisory names. */
export interface Organisation extends Named {
  readonly shortName: string;
}

const makerOf = ({ created_by_ref: by = '' }: StixObject): string => by.slice(identityRef('').length);

/** What stands around a published advisory, as far as the viewer sees it. */
export class Surroundings {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
  ) {}

  /** The objects with these ids, in their order, up to a label; hidden and missing ones are left out alike. */
  async byIds(viewer: Viewer, ids: readonly string[], most: Tlp): Promise<Seen[]> {
    const found = await this.read(viewer, (seen, param) => {
      const visible = visibleSql(seen, 'o', param);
      return `select distinct on (o.id) o.id, o.tlp, o.audience_id, o.seq from object o where o.id = any(${param([...ids])}::text[])
        and o.tlp <= ${param(tlpRank(most))} and ${visible} order by o.id, o.no`;
    });
    const byId = new Map(found.map((one) => [one.id, one]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Those of them that everybody who sees the report sees as well, by what the audiences are now. */
  async common(viewer: Viewer, report: StixObject, ids: readonly string[], most: Tlp): Promise<Seen[]> {
    const { rows } = await this.pool.query<{ audience: number }>(
      'select audience_id as audience from object where id = $1 and organisation_id = $2::uuid',
      [report.id, makerOf(report)],
    );
    const book = await this.audiences.current();
    const audience = book.audiences.get(rows[0]?.audience ?? 0);
    return (await this.byIds(viewer, ids, most)).filter((one) => {
      const source = book.audiences.get(one.audience);
      return audience && source && withinSince(audience, source, one.seq, book);
    });
  }

  /** What its originator told some of its readers to be linked as well: relationships that stand, up to a label. */
  links(viewer: Viewer, report: StixObject, most: Tlp): Promise<Seen[]> {
    return this.read(viewer, (seen, param) => {
      const visible = visibleSql(seen, 'o', param);
      return `select o.id, o.tlp, o.audience_id, o.seq from unnest(${param([...seen.ids])}::int[]) as each(id) cross join lateral (
        select * from object o where o.audience_id = each.id and o.type = 'relationship' and o.text like '%' || ${param(report.id)} || '%'
          and o.organisation_id = ${param(makerOf(report))}::uuid and not o.revoked
          and o.tlp <= ${param(tlpRank(most))} and ${visible}) o
        order by o.no limit ${MOST}`;
    });
  }

  private async read(
    viewer: Viewer,
    query: (seen: Visible, param: (value: unknown) => string) => string,
  ): Promise<Seen[]> {
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [];
    const found = query(seen, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<Seen>(
      `select f.id, f.tlp, f.audience_id as audience, f.seq, v.body from (${found}) f join version v on v.seq = f.seq`,
      values,
    );
    await this.objects.recordRead(viewer, rows);
    return rows;
  }

  /** Who is behind identities; every member may know of every organisation. */
  async organisations(refs: readonly string[]): Promise<Organisation[]> {
    const ids = [...new Set(refs)]
      .filter((ref) => typeOfId(ref) === 'identity')
      .map((ref) => ref.slice('identity--'.length));
    const { rows } = await this.pool.query<{
      id: string;
      name: string;
      short_name: string;
      created_at: Date;
      updated_at: Date;
    }>(
      'select id, name, short_name, created_at, updated_at from organisation where id = any($1::uuid[]) order by short_name',
      [ids],
    );
    return rows.map((row) => ({
      ref: identityRef(row.id),
      name: row.name,
      shortName: row.short_name,
      created: row.created_at,
      modified: row.updated_at,
    }));
  }
}
