import { type Audiences, visibleSql } from '../../audience/index.js';
import { type Cursors, etagOf, identityRef, type Objects, type Version } from '../../exchange/index.js';
import { advisoryOf } from '../../formats/index.js';
import { Fault, type StixObject, tlpOf, type Tlp, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';
import { assertStaff, isStaff } from '../staff.js';
import { type InSight, supersededBy } from './in-sight.js';

/** A published advisory in a list. */
export interface Listed {
  readonly id: string;
  readonly title: string;
  readonly organisation: string;
  readonly tlp: Tlp;
  readonly kind: string | null;
  readonly severity: string | null;
  readonly version: number;
  readonly published: string;
  readonly modified: string;
  readonly withdrawn: boolean;
  /** The advisory that stands in its place, if the viewer sees that. */
  readonly superseded_by: string | null;
  readonly acknowledge_by: string | null;
  /** The viewer's organisation's last answer to it; null: none to this version. */
  readonly acknowledged: string | null;
}

/** A page of them, and the cursor of the next if there is one. */
export interface Shelf {
  readonly items: readonly Listed[];
  readonly next?: string;
}

interface Row {
  no: number;
  id: string;
  tlp: number;
  body: string;
  organisation_id: string;
  answer: string | null;
  answered_version: number | null;
}

/** SQL: the last answer `k` of organisation `mine` to the advisory `of`. */
const lastAnswer = (of: string, mine: string): string =>
  `left join lateral (select answer, version from acknowledgement k where k.advisory_id = ${of} and k.organisation_id = ${mine}::uuid
     order by number desc limit 1) k on true`;

/** SQL: the advisory `a` waits for an answer of organisation `mine`, whose last one is `k`. */
const waits = (mine: string): string =>
  `a.published_version > 0 and a.state <> 'withdrawn' and a.organisation_id <> ${mine}::uuid
     and (k.version is null or k.version < a.published_version)`;

/** How many are counted; more are more than anybody has before him. */
const COUNTED = 100;

/** Published advisories, as the viewer may see them: every report in the log is one. */
export class Library {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
    private readonly cursors: Cursors,
    private readonly inSight: InSight,
  ) {}

  /** Newest first. `open`: only those that the viewer's organisation has not answered in their present version. */
  async page(
    viewer: Viewer,
    { limit, cursor, open }: { limit: number; cursor?: string; open?: boolean },
  ): Promise<Shelf> {
    const seen = await this.audiences.of(viewer);
    const bound = `${viewer.principal} advisories`;
    const before = cursor === undefined ? null : await this.cursors.open(bound, cursor);
    const values: unknown[] = [[...seen.ids], before, limit + 1, viewer.organisationId || null, open === true];
    const { rows } = await this.pool.query<Row>(
      `select f.*, v.body, k.answer, k.version as answered_version from (
         select o.no, o.id, o.tlp, o.seq, o.organisation_id from unnest($1::int[]) as each(id) cross join lateral (
           select * from object o where o.audience_id = each.id and o.type = 'report' and ($2::bigint is null or -o.no > -$2::bigint)
             and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}
           order by -o.no limit case when not $5::boolean then $3::bigint end) o) f
       join version v on v.seq = f.seq
       ${lastAnswer('f.id', '$4')}
       left join advisory a on a.id = f.id and a.organisation_id = f.organisation_id
       where not $5::boolean or (${waits('$4')})
       order by f.no desc limit $3`,
      values,
    );
    const shown = rows.slice(0, limit);
    await this.objects.recordRead(viewer, shown);
    const last = shown.at(-1);
    const reports = shown.map(({ body }) => JSON.parse(body) as StixObject);
    const named = await this.inSight.of(
      viewer,
      reports.flatMap((report) => supersededBy(report) ?? []),
    );
    return {
      items: shown.map((row, i) => listed(row, reports[i]!, named, isStaff(viewer))),
      ...(rows.length > limit && last && { next: this.cursors.seal(bound, last.no) }),
    };
  }

  /** How many the viewer's organisation has not answered in their present version; beyond a hundred there are `more`. */
  async open(viewer: Viewer): Promise<{ count: number; more: boolean }> {
    assertStaff(viewer);
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [[...seen.ids], viewer.organisationId || null];
    const { rows } = await this.pool.query(
      `select 1 from unnest($1::int[]) as each(id)
       join object o on o.audience_id = each.id and o.type = 'report'
       join advisory a on a.id = o.id and a.organisation_id = o.organisation_id
       ${lastAnswer('a.id', '$2')}
       where ${waits('$2')} and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)} limit ${COUNTED + 1}`,
      values,
    );
    return { count: Math.min(rows.length, COUNTED), more: rows.length > COUNTED };
  }

  /** As {@link stored}, referring to nothing that the viewer may not see by now. */
  async get(viewer: Viewer, id: string): Promise<Version> {
    const stored = await this.stored(viewer, id);
    const body = await this.inSight.report(viewer, stored.body);
    return body === stored.body ? stored : { ...stored, body, etag: etagOf(body) };
  }

  /** The advisory as it stands, word for word: what its signers signed. `not_found` alike for hidden, missing and what is no advisory. */
  async stored(viewer: Viewer, id: string): Promise<Version> {
    if (!id.startsWith('report--')) throw new Fault('not_found');
    return this.objects.get(viewer, id);
  }
}

function listed(row: Row, report: StixObject, named: ReadonlySet<string>, staff: boolean): Listed {
  const by = supersededBy(report);
  const extension = advisoryOf(report) ?? {};
  const version = typeof extension['version'] === 'number' ? extension['version'] : 1;
  return {
    id: row.id,
    title: report.name ?? '',
    organisation: identityRef(row.organisation_id),
    tlp: tlpOf(row.tlp),
    kind: text(extension['kind']),
    severity: text(extension['severity']),
    version,
    published: text(report['published']) ?? report.created ?? '',
    modified: report.modified ?? '',
    withdrawn: report.revoked === true,
    superseded_by: by !== undefined && named.has(by) ? by : null,
    acknowledge_by: text(extension['acknowledge_by']),
    acknowledged: staff && row.answered_version === version ? row.answer : null,
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
