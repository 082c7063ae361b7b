import { type Visible, visibleSql } from '../audience/index.js';
import { identityRef } from '../exchange/index.js';
import type { StixObject } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';

const PAGE = 1_000;
/** Of other organisations, so many must say so: one alone could take anything off everybody's lists. */
const OTHERS = 2;

/** Which objects are false positives, in the opinion of whom. */
export class Disputes {
  private constructor(
    private readonly by: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly own: string,
  ) {}

  /** All opinions that the viewer sees and that say so (`strongly-disagree`). */
  static async read(sql: Sql, seen: Visible, organisationId: string): Promise<Disputes> {
    const by = new Map<string, Set<string>>();
    for (let before: number | null = null, rows: Row[]; ; before = rows.at(-1)!.no) {
      rows = await page(sql, seen, before);
      for (const row of rows) {
        const { opinion, object_refs: refs } = JSON.parse(row.body) as StixObject;
        if (opinion !== 'strongly-disagree' || !Array.isArray(refs)) continue;
        for (const ref of refs as string[]) by.set(ref, (by.get(ref) ?? new Set<string>()).add(row.organisation_id));
      }
      if (rows.length < PAGE) return new Disputes(by, organisationId);
    }
  }

  /** By the word of its originator or of the viewer's own organisation, or of two others. */
  isFalse({ id, created_by_ref: originator }: StixObject): boolean {
    const by = this.by.get(id);
    if (!by) return false;
    const counts = (organisationId: string) =>
      organisationId === this.own || identityRef(organisationId) === originator;
    return by.size >= OTHERS || [...by].some(counts);
  }
}

interface Row {
  no: number;
  organisation_id: string;
  body: string;
}

async function page(sql: Sql, seen: Visible, before: number | null): Promise<Row[]> {
  const values: unknown[] = [];
  const param = (value: unknown) => `$${values.push(value)}`;
  const { rows } = await sql.query<Row>(
    `select o.no, o.organisation_id, v.body from object o join version v on v.seq = o.seq
     where o.type = 'opinion' and not o.revoked and ${visibleSql(seen, 'o', param)}
       ${before === null ? '' : `and -o.no > ${param(-before)}::bigint`} order by -o.no limit ${PAGE}`,
    values,
  );
  return rows;
}
