import { type Audiences, visibleSql } from '../audience/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { int8s, type Pool, type Sql, texts } from '../platform/index.js';
import { entriesOf } from './entry.js';
import type { Submission, Write } from './submission.js';

/** Something by its id, and by its name as long as it is there. */
interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** By what a version was handed in. */
export interface Origin {
  /** Of the hub's clock, when it was stored. */
  readonly at: string;
  readonly door: string;
  readonly key?: Named;
  readonly person?: Named;
  readonly import?: Named;
  readonly source?: Named;
}

const MOST = 1_000;
const KINDS = ['key', 'person', 'import', 'source'] as const;
type Kind = (typeof KINDS)[number];
type Row = { readonly at: string; readonly door: string } & Record<`${Kind}_id` | `${Kind}_name`, string | null>;

/** Writes of which submission the versions are, in the transaction that stores them. Numbers of a submission follow each other. */
export async function writeOrigins(
  sql: Sql,
  stored: readonly { readonly submission: Submission; readonly writes: readonly Write[] }[],
): Promise<void> {
  const rows = stored.flatMap(({ submission: { viewer, door, errand }, writes }) => {
    const [first, last] = [writes[0], writes.at(-1)];
    if (!first || !last) return [];
    const { kind, id } = viewer.credential;
    return [{ first, last, door, key: kind === 'key' ? id : null, person: viewer.personId ?? null, errand }];
  });
  if (rows.length === 0) return;
  await sql.query(
    `insert into submission (first_seq, last_seq, door, key_id, person_id, import_id, source_id)
     select f, l, d, k, p::uuid, i::uuid, s::uuid
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as t(f, l, d, k, p, i, s)`,
    [
      int8s(rows, ({ first }) => first.seq),
      int8s(rows, ({ last }) => last.seq),
      texts(rows, ({ door }) => door),
      texts(rows, ({ key }) => key),
      texts(rows, ({ person }) => person),
      texts(rows, ({ errand }) => errand?.import ?? null),
      texts(rows, ({ errand }) => errand?.source ?? null),
    ],
  );
}

/** By what objects were handed in: told to the people of their own organisation alone, and not to its keys. */
export class Origins {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /**
   * Of each version of the object that the viewer sees, oldest first, at most 1,000; none of another organisation's object, and
   * none of what was stored before the hub kept it. Fault: `not_found`, alike for hidden and missing.
   */
  async of(viewer: Viewer, id: string): Promise<Origin[]> {
    const rows = await this.ask(viewer, id);
    // perhaps another process has just made the object's audience
    if (rows.length === 0 && (await this.audiences.learn())) rows.push(...(await this.ask(viewer, id)));
    if (rows.length === 0) throw new Fault('not_found');
    return rows.flatMap((row) => (row.door === null ? [] : [originOf(row)]));
  }

  private async ask(viewer: Viewer, id: string): Promise<(Row | Record<keyof Row, null>)[]> {
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const own = param(viewer.personId === undefined ? null : viewer.organisationId);
    // others may use the id, too
    const one = `select no, organisation_id = ${own}::uuid as own from object o
      where o.id = ${param(id)} and ${visibleSql(seen, 'o', param)} order by own desc nulls last, no limit 1`;
    // an import that met something TLP:RED is shown to whoever handed it in alone (imports/job.ts)
    const shown = `(not j.red or j.created_by = ${param(`person:${viewer.personId ?? ''}`)})`;
    const { rows } = await this.pool.query<Row | Record<keyof Row, null>>(
      `select to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, s.door, s.key_id, k.name as key_name, s.person_id, p.name as person_name,
         j.id as import_id, j.name as import_name, s.source_id, r.name as source_name
       from (${one}) one left join lateral (
         select distinct on (e.seq) e.seq, e.at from (${entriesOf('one.no')}) e
         where e.op <> 3 and ${visibleSql(seen, 'e', param)} order by e.seq limit ${MOST}) e on one.own
       left join lateral (select * from submission s where s.first_seq <= e.seq order by s.first_seq desc limit 1) s on s.last_seq >= e.seq
       left join api_key k on k.id = s.key_id left join person p on p.id = s.person_id
       left join import_job j on j.id = s.import_id and ${shown} left join source r on r.id = s.source_id
       order by e.seq`,
      values,
    );
    return rows;
  }
}

function originOf(row: Row): Origin {
  const named = KINDS.flatMap((kind): [Kind, Named][] => {
    const id = row[`${kind}_id`];
    return id === null ? [] : [[kind, { id, name: row[`${kind}_name`] }]];
  });
  return { at: row.at, door: row.door, ...Object.fromEntries(named) };
}
