import { type Audiences, type Book, type Organisation, sees } from '../../audience/index.js';
import { appendAudit } from '../../audit/index.js';
import { identityRef, type Objects } from '../../exchange/index.js';
import { Fault, type StixObject, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';
import type { Surroundings } from '../printing/surroundings.js';
import { assertStaff } from '../staff.js';
import { authorOf } from '../work/steps.js';
import type { InSight } from './in-sight.js';
import { openPublished, type PublishedRow } from './published.js';

export const ANSWERS = ['received', 'acting', 'not-affected', 'fixed'] as const;
export type Answer = (typeof ANSWERS)[number];

/** What an organisation answers to an advisory. */
export interface Acknowledgement {
  readonly answer: Answer;
  readonly note: string;
  /** Until when it means to be done. */
  readonly deadline: string | null;
  readonly version: number;
  readonly at: string;
}

/** A row of the matrix: one organisation that it went to; without an answer, it gave none to this version. */
export interface MatrixRow extends Partial<Acknowledgement> {
  readonly organisation: string;
  readonly short_name: string;
}

/** Who was told, and what they said to it. */
export interface Matrix {
  readonly version: number;
  readonly acknowledge_by: string | null;
  readonly counts: Record<Answer | 'none', number>;
  readonly organisations: readonly MatrixRow[];
  /** How often each linked object that the viewer sees was sighted, as far as he sees; by whatever way it is linked. */
  readonly sightings: readonly {
    readonly object: string;
    readonly sightings: number;
    readonly organisations: number;
  }[];
}

interface GivenRow {
  organisation_id: string;
  version: number;
  answer: Answer;
  note: string;
  deadline: Date | null;
  at: Date;
}

/** An answer as it comes in. */
interface Given {
  readonly answer: Answer;
  readonly note: string;
  readonly deadline?: string | undefined;
  /** The version that was read. */
  readonly version?: number | undefined;
}

/** Answers to published advisories: each organisation gives its own, and those who wrote it see all. */
export class Acknowledgements {
  constructor(
    readonly pool: Pool,
    readonly audiences: Audiences,
    readonly objects: Objects,
    private readonly surroundings: Surroundings,
    private readonly inSight: InSight,
  ) {}

  /**
   * The viewer's organisation's answer to the version that it sees; a later one takes the place of an earlier. Fault:
   * `precondition_failed` when the `version` that was read is not the one that stands.
   */
  async give(viewer: Viewer, id: string, { answer, note, deadline, version: read }: Given): Promise<void> {
    assertStaff(viewer);
    const { organisation_id: lead, published_version: seen } = await this.published(viewer, id);
    if (lead === viewer.organisationId) throw new Fault('conflict', 'it is your organisation’s own');
    await this.pool.transaction(async (sql) => {
      const { rows } = await sql.query<{ published_version: number; tlp: number }>(
        'select published_version, tlp from advisory where id = $1 for update',
        [id],
      );
      const { published_version: version, tlp } = rows[0]!;
      if (version !== seen || version !== (read ?? seen))
        throw new Fault('precondition_failed', 'this is not the version that stands');
      await sql.query(
        `insert into acknowledgement (advisory_id, organisation_id, number, version, answer, note, deadline, author)
         select $1, $2::uuid, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 from acknowledgement
         where advisory_id = $1 and organisation_id = $2::uuid`,
        [id, viewer.organisationId, version, answer, note, deadline, authorOf(viewer)],
      );
      const detail = tlp === 4 ? { version, answer } : { advisory: id, version, answer };
      await appendAudit(sql, [{ action: 'advisory.acknowledge', viewer, detail }]);
    });
  }

  /** The viewer's organisation's own answers, latest first. */
  async own(viewer: Viewer, id: string): Promise<Acknowledgement[]> {
    assertStaff(viewer);
    await this.published(viewer, id);
    const { rows } = await this.pool.query<GivenRow>(
      `select organisation_id, version, answer, note, deadline, at from acknowledgement
       where advisory_id = $1 and organisation_id = $2::uuid order by number desc limit 200`,
      [id, viewer.organisationId || null],
    );
    return rows.map(present);
  }

  /** All answers to the version that stands. `forbidden` for who did not write it. */
  async matrix(viewer: Viewer, id: string): Promise<Matrix> {
    assertStaff(viewer);
    const published = await this.published(viewer, id);
    if (!published.is_author) throw new Fault('forbidden', 'those who wrote it see who answered');
    const book = await this.audiences.current();
    const { rows } = await this.pool.query<GivenRow>(
      `select distinct on (organisation_id) organisation_id, version, answer, note, deadline, at from acknowledgement
       where advisory_id = $1 and version = $2 order by organisation_id, number desc`,
      [id, published.published_version],
    );
    const given = new Map(rows.map((row) => [row.organisation_id, row]));
    const organisations = addressed(published, book).map(({ id: organisation, shortName }): MatrixRow => {
      const answer = given.get(organisation);
      return { organisation: identityRef(organisation), short_name: shortName, ...(answer && present(answer)) };
    });
    const counts: Matrix['counts'] = { received: 0, acting: 0, 'not-affected': 0, fixed: 0, none: 0 };
    for (const { answer = 'none' } of organisations) counts[answer] += 1;
    return {
      version: published.published_version,
      acknowledge_by: published.acknowledge_by?.toISOString() ?? null,
      counts,
      organisations,
      sightings: await this.sightings(viewer, published.body),
    };
  }

  private published(viewer: Viewer, id: string): Promise<PublishedRow> {
    return openPublished(this, viewer, id);
  }

  /** What the report names, and what only some of its readers are told by a relationship. */
  private async sightings(viewer: Viewer, body: string): Promise<Matrix['sightings']> {
    const report = JSON.parse(body) as StixObject & { object_refs?: string[] };
    const links = (await this.surroundings.links(viewer, report, 'red')).map(
      (link) => JSON.parse(link.body) as StixObject,
    );
    const told = links.filter((link) => link['source_ref'] === report.id).map((link) => String(link['target_ref']));
    const indicators = [...(report.object_refs ?? []), ...told].filter((ref) => ref.startsWith('indicator--'));
    const seen = await this.inSight.of(viewer, indicators);
    return seen.size === 0 ? [] : this.objects.sightingsOf(viewer, [...seen]);
  }
}

const present = ({ answer, note, deadline, version, at }: GivenRow): Acknowledgement => ({
  answer,
  note,
  deadline: deadline?.toISOString() ?? null,
  version,
  at: at.toISOString(),
});

/** The organisations that it went to and that see it now, but for its own. */
export function addressed(
  { organisation_id: own, audience_id: audienceId, seq }: Pick<PublishedRow, 'organisation_id' | 'audience_id' | 'seq'>,
  book: Book,
): Organisation[] {
  const audience = book.audiences.get(audienceId);
  const people = audience?.kind === 'people' ? [...audience.members] : [];
  const named = new Set(people.map((id) => book.people.get(id)?.organisationId));
  return [...book.organisations.values()]
    .filter((organisation) => organisation.id !== own && organisation.active)
    .filter((organisation) =>
      audience?.kind === 'people' ? named.has(organisation.id) : sees(staffOf(organisation), { audienceId, seq }, book),
    )
    .toSorted((a, b) => (a.shortName < b.shortName ? -1 : 1));
}

const staffOf = ({ id: organisationId }: Organisation) =>
  ({ organisationId, ceiling: 'amber+strict', credential: { kind: 'key', id: '' } }) as const;
