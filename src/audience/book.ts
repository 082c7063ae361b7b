import type { Tlp } from '../kernel/index.js';
import { tlpOf } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';

export type AudienceKind = 'all' | 'organisation' | 'group' | 'list' | 'people';

/** Who sees an object version. Equal audiences are one row, and so one `id`; `ref` is what the wire calls it. */
export interface Audience {
  readonly id: number;
  readonly ref: string;
  readonly key: string;
  readonly tlp: Tlp;
  readonly kind: AudienceKind;
  readonly groupId: string | null;
  /** Organisation ids, or person ids when `kind` is `people`; empty for `all` and `group`. */
  readonly members: ReadonlySet<string>;
}

export interface Organisation {
  readonly id: string;
  readonly shortName: string;
  readonly country: string;
  readonly blocs: readonly string[];
  readonly active: boolean;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** Organisation id → the log number above which it sees the group's entries. */
  readonly members: ReadonlyMap<string, number>;
  /** Organisation id → the log's head when it joined: a member with full history sees more, but was not there for it. */
  readonly joined: ReadonlyMap<string, number>;
}

/** What decides who sees what, as it stood when the count of changes of rights was `authority`. */
export interface Book {
  readonly authority: number;
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly organisationsByName: ReadonlyMap<string, Organisation>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Active people by id. */
  readonly people: ReadonlyMap<string, { readonly organisationId: string; readonly email: string }>;
  /** The id of the newest audience in it. */
  newest: number;
  readonly audiences: Map<number, Audience>;
  readonly audiencesByKey: Map<string, Audience>;
}

/** Ids of the active sharing groups that an organisation is in. */
export const groupsOf = ({ groups }: Book, organisationId: string): ReadonlySet<string> =>
  new Set([...groups.values()].filter((one) => one.active && one.members.has(organisationId)).map(({ id }) => id));

/** Reads the whole book. Call it after the head row said `authority`: what is read is then at least as new. */
export async function readBook(sql: Sql, authority: number): Promise<Book> {
  const organisations = await readOrganisations(sql);
  const book: Book = {
    authority,
    organisations,
    organisationsByName: new Map([...organisations.values()].map((o) => [o.shortName, o])),
    groups: await readGroups(sql),
    people: await readPeople(sql),
    newest: 0,
    audiences: new Map(),
    audiencesByKey: new Map(),
  };
  await learnAudiences(sql, book);
  return book;
}

/** Adds the audiences that came after the newest one in the book; rows of `audience` never change who they name. */
export async function learnAudiences(sql: Sql, book: Book): Promise<boolean> {
  const { rows } = await sql.query<{
    id: number;
    ref: string;
    key: string;
    tlp: number;
    kind: AudienceKind;
    group_id: string | null;
    members: string[];
  }>('select id, ref, key, tlp, kind, group_id, members from audience where id > $1 order by id', [book.newest]);
  for (const row of rows) {
    const { id, ref, key, kind } = row;
    const audience = { id, ref, key, kind, tlp: tlpOf(row.tlp), groupId: row.group_id, members: new Set(row.members) };
    book.newest = Math.max(book.newest, id);
    book.audiences.set(id, audience);
    book.audiencesByKey.set(key, audience);
  }
  return rows.length > 0;
}

async function readOrganisations(sql: Sql): Promise<Map<string, Organisation>> {
  const { rows } = await sql.query<{
    id: string;
    short_name: string;
    country: string;
    blocs: string[];
    status: string;
  }>('select id, short_name, country, blocs, status from organisation');
  return new Map(
    rows.map(({ id, short_name, country, blocs, status }) => [
      id,
      { id, shortName: short_name, country, blocs, active: status === 'active' },
    ]),
  );
}

async function readGroups(sql: Sql): Promise<Map<string, Group>> {
  const { rows } = await sql.query<{
    id: string;
    name: string;
    status: string;
    organisations: string[];
    froms: string[];
    joineds: string[];
  }>(
    `select g.id, g.name, g.status,
       coalesce(array_agg(m.organisation_id::text) filter (where m.organisation_id is not null), '{}') as organisations,
       coalesce(array_agg(m.from_seq::text) filter (where m.organisation_id is not null), '{}') as froms,
       coalesce(array_agg(m.joined_seq::text) filter (where m.organisation_id is not null), '{}') as joineds
     from sharing_group g left join sharing_group_member m on m.group_id = g.id group by g.id`,
  );
  return new Map(
    rows.map(({ id, name, status, organisations, froms, joineds }) => {
      const members = new Map(organisations.map((organisation, i) => [organisation, Number(froms[i])]));
      const joined = new Map(organisations.map((organisation, i) => [organisation, Number(joineds[i])]));
      return [id, { id, name, active: status === 'active', members, joined }];
    }),
  );
}

async function readPeople(sql: Sql): Promise<Map<string, { organisationId: string; email: string }>> {
  const { rows } = await sql.query<{ id: string; organisation_id: string; email: string }>(
    `select id, organisation_id, email from person where status = 'active'`,
  );
  return new Map(rows.map((p) => [p.id, { organisationId: p.organisation_id, email: p.email }]));
}
