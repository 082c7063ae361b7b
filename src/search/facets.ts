import { type Audiences, type Book, type Visible, visibleSql } from '../audience/index.js';
import type { Objects } from '../exchange/index.js';
import { type Tlp, tlpOf, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { parseQuery } from '../query/index.js';
import type { Finder, Match } from './finder.js';

/** The newest matches that are counted; a search costs no more, however much there is. */
const COUNTED = 1_000;
/** Values shown of each facet. */
const SHOWN = 12;

const FACETS = ['type', 'tlp', 'from', 'label'] as const;
type Facet = (typeof FACETS)[number];

/** A value, how many of the counted objects have it, and the term that asks for those alone. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
  readonly term: string;
}

export interface FacetCounts {
  /** The query as further terms can be put beside it: as it was written, unless all of it was read as one value. */
  readonly q: string;
  /** Objects that were counted: the newest that match. */
  readonly counted: number;
  /** There are older ones, which were not. */
  readonly more: boolean;
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>;
}

interface Row {
  readonly facet: Facet;
  readonly value: string;
  readonly count: number;
}

/** What the newest objects that a query finds have in common. */
export class Facets {
  constructor(
    private readonly pool: Pool,
    private readonly finder: Finder,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
  ) {}

  /** Counts what the viewer sees and nothing else. Faults: `query_invalid`, `busy`. */
  async of(viewer: Viewer, text: string): Promise<FacetCounts> {
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const query = parseQuery(text, {
      now: Date.now(),
      counts: true,
      organisation: (name) => book.organisationsByName.get(name)?.id,
    });
    const found = await this.finder.find({ seen, query, before: undefined, most: COUNTED + 1 });
    const counted = found.slice(0, COUNTED);
    await this.objects.recordRead(viewer, counted);
    const rows = await this.count(seen, counted);
    const facet = (name: Facet): FacetValue[] =>
      rows
        .filter((row) => row.facet === name)
        .slice(0, SHOWN)
        .map((row) => shown(row, book));
    return {
      q: query.isValue ? query.text : text,
      counted: counted.length,
      more: found.length > COUNTED,
      facets: { type: facet('type'), tlp: facet('tlp'), from: facet('from'), label: facet('label') },
    };
  }

  /** By count, then by value. Visibility is asked again: an object may have moved since it was found. */
  private async count(seen: Visible, matches: readonly Match[]): Promise<Row[]> {
    if (matches.length === 0) return [];
    const values: unknown[] = [matches.map(({ no }) => no)];
    const visible = visibleSql(seen, 'o', (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<Row>(
      `with hit as (select o.no, o.audience_id, o.type, o.tlp, o.organisation_id, o.labels
         from object o where o.no = any($1::bigint[]) and ${visible}),
       typed as (select hit.no, coalesce(lower(b.type), hit.type) as value from hit left join lateral (
         select distinct b.type from observable b where b.object_no = hit.no and b.audience_id = hit.audience_id) b on true),
       counted as (
         select 'type' as facet, value, count(*)::int as count from typed group by value
         union all select 'tlp', tlp::text, count(*)::int from hit group by tlp
         union all select 'from', organisation_id::text, count(*)::int from hit group by organisation_id
         union all select 'label', l, count(*)::int from hit cross join lateral (select distinct unnest(labels) as l) l group by l)
       select facet, value, count from counted order by facet, count desc, value collate "C"`,
      values,
    );
    return rows;
  }
}

function shown({ facet, value, count }: Row, book: Book): FacetValue {
  const name = facet === 'tlp' ? labelOf(value) : facet === 'from' ? nameOf(value, book) : value;
  return { value: name, count, term: `${facet}:${/^[\w.+-]+$/.test(name) ? name : quoted(name)}` };
}

const labelOf = (rank: string): Tlp => tlpOf(Number(rank));
const nameOf = (id: string, { organisations }: Book): string => organisations.get(id)?.shortName ?? id;
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
