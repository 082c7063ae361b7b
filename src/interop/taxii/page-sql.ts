import { visibleSql } from '../../audience/index.js';
import { entriesOf } from '../../exchange/index.js';
import { RECALLED, RECALLED_AT, RECALLED_MEMBERS } from '../../formats/index.js';
import type { Collection } from './collections.js';
import type { Filters } from './filters.js';
import { TIMELESS } from './instants.js';
import { STIX_TYPE } from './media.js';

type Param = (value: unknown) => string;

/** What of the entries of a page is given. */
export type Shape = 'objects' | 'manifest' | 'versions';

/** What is asked of a collection: `object` for one object alone, as it is in it now. */
export interface PageAsked {
  readonly collection: Collection;
  readonly filters: Filters;
  readonly object?: string;
  readonly shape: Shape;
  /** Microseconds since the epoch; null: from the beginning. */
  readonly after: number | null;
  /** Likewise, of a walk from the beginning: the latest entry there was when it began. What was gone by then it has not given. */
  readonly began?: number;
  /** Likewise: no entry after it is looked at ({@link strideSql}). */
  readonly until?: number;
  readonly limit: number;
  /** Audiences whose deliveries go on record. */
  readonly recorded: readonly number[];
}

/** Bytes of a page, but for its first object. */
const PAGE_BYTES = 4 << 20;

/** SQL: the object of an entry, by its number; fenced, as {@link entriesOf} is. */
const objectOf = (no: string): string => `(select * from object where no = ${no} offset 0)`;

/**
 * SQL at the end of what is asked of each entry: it is asked by index, entry after entry, as long as the page lasts. The planner
 * would else rather find the answers for all entries there are beforehand.
 */
const EACH = 'offset 0';

const micros = (placeholder: string): string =>
  `'epoch'::timestamptz + ${placeholder}::bigint * interval '1 microsecond'`;
const stamp = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
/** The version of a stored object (TAXII 2.1, 3.5): what has no times has one for ever. */
const VERSION = `coalesce(v.body::json->>'modified', v.body::json->>'created', '${TIMELESS}')`;
/** To the microsecond; digits beyond are cut off, where Postgres would round. */
const INSTANT = `regexp_replace(${VERSION}, '([.][0-9]{6})[0-9]+Z$', '\\1Z')::timestamptz`;

/** Conditions on entries of one collection. */
class Conditions {
  constructor(
    private readonly asked: PageAsked,
    private readonly param: Param,
  ) {}

  private get audiences(): string {
    return `any(${this.param([...this.asked.collection.audiences])}::int[])`;
  }

  private get after(): string | undefined {
    const { after } = this.asked;
    return after === null ? undefined : micros(this.param(after));
  }

  /** The entry is one that the viewer may see, and stands after where the reader is. */
  inSight(alias: string): string {
    const { after } = this;
    const { until } = this.asked;
    const within = until === undefined ? '' : ` and ${alias}.at <= ${micros(this.param(until))}`;
    return `${this.visible(alias)}${after ? ` and ${alias}.at > ${after}` : ''}${within}`;
  }

  /**
   * The organisation's own object that it has taken back to itself: as good as gone, though it keeps the record of it.
   */
  private get withdrawn(): string {
    const { own } = this.asked.collection;
    if (own.length === 0) return 'false';
    return `(e.audience_id = any(${this.param([...own])}::int[]) and exists (select from ${objectOf('e.object_no')} o where o.revoked ${EACH}))`;
  }

  /** The object is in the collection now. */
  private get here(): string {
    const { own } = this.asked.collection;
    const kept = own.length === 0 ? '' : ` and not (o.revoked and o.audience_id = any(${this.param([...own])}::int[]))`;
    return `exists (select from ${objectOf('e.object_no')} o where o.audience_id = ${this.audiences}${kept} and ${this.visible('o')} ${EACH})`;
  }

  /** An array of instants, each cut off to so many microseconds. */
  private times(instants: readonly number[], unit: number): string {
    const cut = instants.map((one) => Math.floor(one / unit) * unit);
    return `array(select 'epoch'::timestamptz + m * interval '1 microsecond' from unnest(${this.param(cut)}::bigint[]) m)`;
  }

  private visible(alias: string): string {
    return visibleSql(this.asked.collection.seen, alias, this.param);
  }

  /** Entries that give their object, in the versions that are asked for. */
  get given(): string {
    const { all, first, last, at } = this.asked.filters.versions;
    const standing = `e.op <> 3 and not ${this.withdrawn}`;
    if (last && !first && at.length === 0) return `(${standing} and not e.superseded)`;
    const which = [
      ...(all ? ['true'] : []),
      ...(last ? ['not e.superseded'] : []),
      ...(first
        ? [
            `not exists (select from (${entriesOf('e.object_no')}) b where b.op <> 3 and b.seq < e.seq
        and b.audience_id = ${this.audiences} and ${this.visible('b')} ${EACH})`,
          ]
        : []),
      ...(at.length > 0
        ? [
            `exists (select from version v where v.seq = e.seq and v.modified = any(${this.times(at, 1_000)})
        and ${INSTANT} = any(${this.times(at, 1)}) ${EACH})`,
          ]
        : []),
    ];
    return `(${standing} and ${this.here} and (${which.join(' or ')}))`;
  }

  /**
   * Entries that tell of an object that is not there any more, to a reader who may hold it by what it was given before: one
   * who begins anew is told nothing of it.
   */
  get gone(): string {
    const { filters, object, after: from, began } = this.asked;
    if (from === null || object !== undefined || !(filters.versions.last || filters.versions.all)) return 'false';
    return `((e.op = 3 and not exists (select from ${objectOf('e.object_no')} o where ${this.visible('o')} ${EACH}) or ${this.withdrawn})
      and not e.superseded${began === undefined ? '' : ` and e.at > ${micros(this.param(began))}`}
      and exists (select from (${entriesOf('e.object_no')}) b where b.op <> 3 and b.at <= ${this.after}
        and b.audience_id = ${this.audiences} and ${this.visible('b')} ${EACH}))`;
  }

  /** Whether an entry that was chosen gives its object, or tells that it is gone. */
  get isGone(): string {
    return `(e.op = 3 or ${this.withdrawn})`;
  }
}

/** SQL: where the entries come from, audience by audience and in order, so that nothing hidden is walked over. */
function source({ collection, filters, object, limit }: PageAsked, conditions: Conditions, param: Param): string {
  const { types } = filters;
  const ids = object === undefined ? filters.ids : [object];
  const chosen = `select e.seq, e.at, e.audience_id, e.position, e.op, e.object_no, e.id, e.type`;
  const ofType = types && ids ? ` and e.type = any(${param([...types])}::text[])` : '';
  const which = `${conditions.inSight('e')}${ofType} and (${conditions.given} or ${conditions.gone}) order by e.at limit ${param(limit + 1)}`;
  const audiences = `${param([...collection.audiences])}::int[]`;
  if (ids)
    return `(${chosen} from object q cross join lateral (${entriesOf('q.no')}) e
      where q.id = any(${param([...ids])}::text[]) and e.audience_id = any(${audiences}) and ${which})`;
  const each = `from unnest(${audiences}) as each(id)`;
  if (!types)
    return `(select e.* ${each} cross join lateral (${chosen} from entry e where e.audience_id = each.id and ${which}) e)`;
  const rare = types.filter((type) => type !== 'indicator');
  const one = (text: string) => `select e.* ${each} ${text}`;
  return `(${[
    ...(types.includes('indicator')
      ? [
          one(
            `cross join lateral (${chosen} from entry e where e.audience_id = each.id and e.type = 'indicator' and ${which}) e`,
          ),
        ]
      : []),
    ...(rare.length > 0
      ? [
          one(`cross join unnest(${param(rare)}::text[]) as t(type) cross join lateral (${chosen} from entry e
          where e.audience_id = each.id and e.type = t.type and e.type <> 'indicator' and ${which}) e`),
        ]
      : []),
  ].join(' union all ')})`;
}

/** A version is not older than its object, whatever its maker's clock said. */
const GONE_AT = `greatest(${stamp('p.at')}, held.created)`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What is known of an object that is gone: that it was, and is no more; as an object of its type, with nothing in it. */
const TOMBSTONE = `'{"type":"' || p.type || '","spec_version":"2.1","id":"' || p.id || '","created":"' || coalesce(held.created, ${stamp('p.at')}) ||
  '","modified":"' || ${GONE_AT} || '","revoked":true,"labels":["${RECALLED}"]' ||
  replace(case p.type ${[...RECALLED_MEMBERS].map(([type, members]) => `when ${quoted(type)} then ${quoted(members)}`).join(' ')} else '' end,
    '${RECALLED_AT}', ${stamp('p.at')}) || '}'`;

const RECORD = (version: string) =>
  `'{"id":"' || p.id || '","date_added":"' || ${stamp('p.at')} || '","version":"' || ${version} || '","media_type":"${STIX_TYPE}"}'`;

/** What stands for an entry in each shape. */
const TEXTS: Record<Shape, string> = {
  objects: `case when p.gone then ${TOMBSTONE} else v.body end`,
  manifest: RECORD(`case when p.gone then ${GONE_AT} else ${VERSION} end`),
  versions: `'"' || ${VERSION} || '"'`,
};

/**
 * SQL of a page: one row, with the texts of its entries one behind the other, when the first and last of them came, whether
 * there are more, and where those stand whose delivery is recorded. A text is looked up for each entry of the page alone.
 */
export function pageSql(asked: PageAsked, param: Param): string {
  const conditions = new Conditions(asked, param);
  const held =
    () => `left join lateral (select w.body::json->>'created' as created from (${entriesOf('p.object_no')}) b join version w on w.seq = b.seq
      where p.gone and b.op <> 3 and b.seq < p.seq and ${visibleSql(asked.collection.seen, 'b', param)} order by b.seq desc limit 1) held on true`;
  const chosen = source(asked, conditions, param);
  return `with picked as materialized (select e.*, ${conditions.isGone} as gone from ${chosen} e order by e.at limit ${param(asked.limit + 1)}),
    printed as (select p.at, p.audience_id, p.position, p.gone, row_number() over (order by p.at) as n, ${TEXTS[asked.shape]} as text
      from picked p left join lateral (select body from version where version.seq = p.seq limit 1) v on true
        ${asked.shape === 'versions' ? '' : held()}),
    given as (select *, sum(octet_length(text)) over (order by at) as bytes from printed where n <= ${param(asked.limit)})
    select count(*)::int as count, string_agg(text, ',' order by at) as text, ${stamp('min(at)')} as first, ${stamp('max(at)')} as last,
      (select count(*) from picked)::int > count(*) as more,${asked.after === null ? ' (select (extract(epoch from stamp) * 1000000)::bigint from head) as began,' : ''}
      array_agg(audience_id) filter (where not gone and audience_id = any(${param([...asked.recorded])}::int[])) as audiences,
      array_agg(position) filter (where not gone and audience_id = any(${param([...asked.recorded])}::int[])) as positions
    from given where bytes <= ${PAGE_BYTES} or n = 1`;
}

/** Entries that a page walks over in search of versions by their time, which no index has. */
const STRIDE = 10_000;

/** Whether a page might have to walk over a whole collection to find that there is nothing of what is asked for. */
export const isWalk = ({ filters, object }: Pick<PageAsked, 'filters' | 'object'>): boolean => {
  const { all, first, last, at } = filters.versions;
  const byIndex = object !== undefined || filters.ids !== null || filters.types?.includes('indicator') === false;
  return at.length > 0 && !all && !first && !last && !byIndex;
};

/** SQL: `at` of the entry in sight with which such a page ends, in microseconds since the epoch; no row where fewer are left. */
export function strideSql(asked: PageAsked, param: Param): string {
  const conditions = new Conditions(asked, param);
  return `select (extract(epoch from at) * 1000000)::bigint as until
    from unnest(${param([...asked.collection.audiences])}::int[]) as each(id) cross join lateral (
      select e.at from entry e where e.audience_id = each.id and ${conditions.inSight('e')} order by e.at limit ${STRIDE}) e
    order by at offset ${STRIDE - 1} limit 1`;
}

/** SQL: the object of this id that the collection has now; its audience, and whether it is the organisation's own. */
export function objectSql({ collection }: Pick<PageAsked, 'collection'>, id: string, param: Param): string {
  const own =
    collection.own.length > 0
      ? `not (o.audience_id = any(${param([...collection.own])}::int[]) and o.revoked)`
      : 'true';
  return `select o.audience_id, o.organisation_id, o.type, o.tlp, o.revoked from object o where o.id = ${param(id)}
    and o.audience_id = any(${param([...collection.audiences])}::int[]) and ${own} and ${visibleSql(collection.seen, 'o', param)} order by o.no limit 1`;
}
