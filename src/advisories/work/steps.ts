import { appendAudit, type Deed } from '../../audit/index.js';
import type { Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import type { Work } from './work.js';

/** Who did something: a person, or an API key. */
export const authorOf = ({ personId, credential }: Viewer): string =>
  personId === undefined ? `${credential.kind}:${credential.id}` : `person:${personId}`;

/** What happened to an advisory, for those who work on it. */
export interface Step {
  readonly step: string;
  readonly version: number;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a step down: for those who work on the advisory, and in the audit trail. Call it last in its transaction. Ids of
 * what is TLP:RED are for the people that it names, not for who reads the audit trail.
 */
export async function record(
  sql: Sql,
  viewer: Viewer,
  { id, tlp }: Pick<Work, 'id' | 'tlp'>,
  { step, version, detail = {} }: Step,
): Promise<void> {
  await sql.query(
    `insert into advisory_step (advisory_id, number, step, version, organisation_id, author, detail)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from advisory_step where advisory_id = $1`,
    [id, step, version, viewer.organisationId, authorOf(viewer), JSON.stringify(detail)],
  );
  await sql.query('update advisory set changed_at = clock_timestamp() where id = $1', [id]);
  const deed: Deed = {
    action: `advisory.${step}`,
    viewer,
    detail: tlp === 'red' ? { version } : { advisory: id, version, ...without(detail) },
  };
  await appendAudit(sql, [deed]);
}

/** Words are content, which has no place in the audit trail. */
const without = (detail: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(detail).filter(([name]) => name !== 'reason'));

/** A step, as those who work on the advisory read it. */
export interface StepRead {
  readonly number: number;
  readonly at: string;
  readonly step: string;
  readonly version: number;
  readonly organisation: string | null;
  readonly by: string;
  readonly detail: unknown;
}

/** To those who only sign, from when it was last shown to them. */
export async function readSteps(sql: Sql, { id, part }: Pick<Work, 'id' | 'part'>): Promise<StepRead[]> {
  const { rows } = await sql.query<{
    number: number;
    at: Date;
    step: string;
    version: number;
    organisation_id: string | null;
    author: string;
    detail: string;
  }>(
    `select row_number() over (order by number)::int as number, at, step, version, organisation_id, author, detail from advisory_step
     where advisory_id = $1 and not given_up and (not $2 or number >= coalesce(
       (select max(number) from advisory_step where advisory_id = $1 and step = 'review'), 0))
     order by advisory_step.number desc limit 500`,
    [id, part === 'signer'],
  );
  return rows.map((row) => ({
    number: row.number,
    at: row.at.toISOString(),
    step: row.step,
    version: row.version,
    organisation: row.organisation_id,
    by: row.author,
    detail: JSON.parse(row.detail) as unknown,
  }));
}
