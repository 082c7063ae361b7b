import { type Audiences, visibleSql } from '../../audience/index.js';
import { ADVISORY_EXTENSION, advisoryOf } from '../../formats/index.js';
import type { StixObject, Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';

/** Id of the advisory that stands in its place, if it says so. */
export function supersededBy(report: StixObject): string | undefined {
  const { superseded_by: by } = (advisoryOf(report)?.['withdrawn'] ?? {}) as Record<string, unknown>;
  return typeof by === 'string' ? by : undefined;
}

/** The report, withdrawn and not saying for what. */
export function unnamed(report: StixObject): StixObject {
  const { withdrawn, ...extension } = advisoryOf(report) ?? {};
  const { superseded_by: _, ...left } = withdrawn as Record<string, unknown>;
  const extensions = { ...(report['extensions'] as object), [ADVISORY_EXTENSION]: { ...extension, withdrawn: left } };
  return { ...report, extensions };
}

const isObject = (ref: unknown): ref is string => typeof ref === 'string' && !ref.startsWith('identity--');

/** What reports refer to, as far as whoever asks may see it now: perhaps it was for more when they were published. */
export class InSight {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** Those of the ids that the viewer sees; hidden and missing ones are left out alike. */
  async of(viewer: Viewer, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [[...ids]];
    const { rows } = await this.pool.query<{ id: string }>(
      `select distinct o.id from object o where o.id = any($1::text[]) and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}`,
      values,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The report, referring to nothing that the viewer does not see; the stored text itself where there is nothing to leave out. */
  async report(viewer: Viewer, body: string): Promise<string> {
    const report = JSON.parse(body) as StixObject;
    const refs: unknown = report['object_refs'];
    if (!Array.isArray(refs)) return body;
    const by = supersededBy(report);
    const seen = await this.of(viewer, [...refs.filter(isObject), ...(by === undefined ? [] : [by])]);
    const left = refs.filter((ref) => !isObject(ref) || seen.has(ref));
    const named = by === undefined || seen.has(by);
    if (left.length === refs.length && named) return body;
    return JSON.stringify({
      ...(named ? report : unnamed(report)),
      object_refs: left.length > 0 ? left : [report.created_by_ref],
    });
  }
}
