import { type Visible, visibleSql } from '../audience/index.js';
import { RECORDED } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';
import type { Span } from './span.js';

/** Techniques that are counted, at most. */
const TECHNIQUES = 1_000;
/** Descriptions of techniques that are looked through, at most. */
const PATTERNS = 5_000;

/** Objects alike in all of this. `period`: the number of it in the span; null outside of it. */
export interface Cell {
  readonly period: number | null;
  readonly organisation_id: string;
  readonly tlp: number;
  readonly type: string;
  readonly count: number;
  /** The highest log number among them. */
  readonly newest: number;
}

/** Objects of a period that have an observable of a type which is not their own. */
export interface ObservableCell {
  readonly period: number;
  readonly type: string;
  readonly count: number;
}

/** A technique that objects name. `name` and `tactics`: by what somebody shared of ATT&CK itself. */
export interface Technique {
  readonly id: string;
  readonly count: number;
  readonly name: string | null;
  readonly tactics: readonly string[];
}

/** All that is counted: by rows that the viewer sees, and no others. */
export interface Counted {
  readonly cells: readonly Cell[];
  readonly observables: readonly ObservableCell[];
  readonly techniques: readonly Technique[];
  /** When the hub took the newest of each organisation’s. */
  readonly newest: ReadonlyMap<string, Date>;
}

/** Counts the visible objects; audience by audience, as every read does. */
export async function count(sql: Sql, seen: Visible, span: Span): Promise<Counted> {
  const ask = async <R extends object>(text: (param: (value: unknown) => string) => string): Promise<R[]> => {
    const values: unknown[] = [];
    return (
      await sql.query<R>(
        text((value) => `$${values.push(value)}`),
        values,
      )
    ).rows;
  };
  const during = (param: (value: unknown) => string) =>
    `o.created >= ${param(span.from)}::timestamptz and o.created < ${param(span.to)}::timestamptz`;
  const period = (param: (value: unknown) => string) =>
    `floor(extract(epoch from o.created - ${param(span.from)}::timestamptz) / ${param(span.stepDays * 86_400)})::int`;

  const cells = await ask<Cell>(
    (param) => `select case when ${during(param)} then ${period(param)} end as period, o.organisation_id, o.tlp, o.type,
        count(*)::int as count, max(o.seq) as newest
      from object o where ${visibleSql(seen, 'o', param)} group by 1, 2, 3, 4`,
  );
  const observables = await ask<ObservableCell>(
    (param) => `select ${period(param)} as period, each.type, count(*)::int as count
      from object o cross join lateral (select distinct lower(b.type) as type from observable b
        where b.object_no = o.no and b.audience_id = o.audience_id) each
      where ${visibleSql(seen, 'o', param)} and ${during(param)} and each.type <> o.type group by 1, 2`,
  );
  // a text that names a technique is found by any beginning of its id, as a search is: T1059.001 is of T1059, too
  const named = await ask<{ id: string; count: number }>(
    (param) => `select each.id, count(*)::int as count from object o cross join lateral (
        select distinct m[1] as id from regexp_matches(o.text, 'attack:(t\\d{4})', 'g') m
        union select m[1] from regexp_matches(o.text, 'attack:(t\\d{4}\\.\\d{3})', 'g') m) each
      where ${visibleSql(seen, 'o', param)} and ${during(param)} and o.text like '%attack:t%' and o.type <> 'attack-pattern'
      group by 1 order by 2 desc, 1 limit ${TECHNIQUES}`,
  );
  const described = named.length === 0 ? [] : await ask<Described>((param) => describedSql(seen, named, param));
  const newest = await newestOf(sql, cells);
  return { cells, observables, techniques: named.map((one) => technique(one, described)), newest };
}

interface Described {
  readonly name: string | null;
  readonly references: { source_name?: unknown; external_id?: unknown }[] | null;
  readonly phases: { kill_chain_name?: unknown; phase_name?: unknown }[] | null;
}

/** What is said of the techniques themselves. Not by what is recorded when it is read: this is no reading of it. */
function describedSql(seen: Visible, named: readonly { id: string }[], param: (value: unknown) => string): string {
  return `select v.body::jsonb->>'name' as name, v.body::jsonb->'external_references' as "references",
      v.body::jsonb->'kill_chain_phases' as phases
    from (select o.no, o.seq from object o where ${visibleSql(seen, 'o', param)} and o.text like '%attack:t%'
      and o.type = 'attack-pattern' and not o.revoked and o.tlp < ${RECORDED}
      and substring(o.text from 'attack:(t\\d{4}(?:\\.\\d{3})?)') = any(${param(named.map(({ id }) => id))}::text[])
      order by o.no desc limit ${PATTERNS}) o
    join version v on v.seq = o.seq order by o.no desc`;
}

function technique({ id, count: found }: { id: string; count: number }, described: readonly Described[]): Technique {
  const own = described.find(({ references }) =>
    references?.some(({ external_id: name }) => typeof name === 'string' && name.toLowerCase() === id),
  );
  const tactics = (own?.phases ?? []).flatMap(({ kill_chain_name: chain, phase_name: phase }) =>
    typeof phase === 'string' && String(chain).startsWith('mitre-') ? [phase.slice(0, 100)] : [],
  );
  return { id: id.toUpperCase(), count: found, name: own?.name?.slice(0, 200) ?? null, tactics };
}

async function newestOf(sql: Sql, cells: readonly Cell[]): Promise<Map<string, Date>> {
  const seqs = new Map<string, number>();
  for (const { organisation_id: id, newest } of cells) seqs.set(id, Math.max(newest, seqs.get(id) ?? 0));
  const { rows } = await sql.query<{ seq: number; at: Date }>(
    'select seq, max(at) as at from entry where seq = any($1::bigint[]) group by seq',
    [[...seqs.values()]],
  );
  const times = new Map(rows.map(({ seq, at }) => [seq, at]));
  return new Map([...seqs].flatMap(([id, seq]) => (times.has(seq) ? [[id, times.get(seq)!]] : [])));
}
