import { type Audiences, type Book, visibleSql } from '../../audience/index.js';
import { identityRef, type Objects } from '../../exchange/index.js';
import type { StixObject, Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';
import { isStaff } from '../staff.js';
import { addressed } from './acknowledgements.js';

/** Advisories that are looked at, newest first. */
const MOST = 50;

/** How long a published advisory waited for its answers: times of the first answer to the version that stands. */
export interface Latency {
  readonly id: string;
  readonly title: string;
  readonly published: string;
  /** When the viewer's organisation answered; null: not yet. Of its own advisories it gives no answer. */
  readonly answered: string | null;
  readonly own: boolean;
  /** For those who wrote it: how many organisations it went to, when each answered that did, and which they are. */
  readonly readers: {
    readonly addressed: number;
    readonly answered: readonly string[];
    readonly members: readonly { readonly organisation: string; readonly answered: string | null }[];
  } | null;
}

interface Row {
  id: string;
  tlp: number;
  organisation_id: string;
  published_version: number;
  published_at: Date;
  audience_id: number;
  seq: number;
  body: string;
  is_author: boolean;
  answered: Date | null;
}

/** When published advisories were answered: each organisation its own answers, those who wrote them all (as the matrix has it). */
export class Latencies {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
  ) {}

  /** Of those published at or after a moment, the newest first. None for constituents: answers are not theirs. */
  async since(viewer: Viewer, moment: Date): Promise<Latency[]> {
    if (!isStaff(viewer)) return [];
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const values: unknown[] = [moment, viewer.organisationId || null];
    const { rows } = await this.pool.query<Row>(
      `select o.id, o.tlp, a.organisation_id, a.published_version, a.published_at, o.audience_id, o.seq, v.body,
         exists (select from advisory_participant p where p.advisory_id = a.id and p.organisation_id = $2::uuid and p.part <> 'signer') as is_author,
         (select min(at) from acknowledgement k where k.advisory_id = a.id and k.version = a.published_version and k.organisation_id = $2::uuid) as answered
       from advisory a join object o on o.id = a.id and o.organisation_id = a.organisation_id join version v on v.seq = o.seq
       where a.published_version > 0 and a.published_at >= $1 and not o.revoked
         and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}
       order by a.published_at desc, o.no desc limit ${MOST}`,
      values,
    );
    await this.objects.recordRead(viewer, rows);
    const given = await this.givenTo(rows.filter((row) => row.is_author));
    return rows.map((row) => present(row, viewer, book, given));
  }

  /** First answers to the versions that stand: advisory → organisation → when. */
  private async givenTo(rows: readonly Row[]): Promise<Map<string, Map<string, Date>>> {
    const given = new Map<string, Map<string, Date>>();
    if (rows.length === 0) return given;
    const answers = await this.pool.query<{ advisory_id: string; organisation_id: string; at: Date }>(
      `select k.advisory_id, k.organisation_id, min(k.at) as at from unnest($1::text[], $2::int[]) as q(id, version)
       join acknowledgement k on k.advisory_id = q.id and k.version = q.version group by 1, 2`,
      [rows.map(({ id }) => id), rows.map(({ published_version: version }) => version)],
    );
    for (const { advisory_id: id, organisation_id: organisation, at } of answers.rows)
      given.set(id, (given.get(id) ?? new Map<string, Date>()).set(organisation, at));
    return given;
  }
}

function present(row: Row, viewer: Viewer, book: Book, given: ReadonlyMap<string, ReadonlyMap<string, Date>>): Latency {
  const { id, body, published_at: published, answered, is_author: isAuthor } = row;
  const went = isAuthor ? addressed(row, book) : [];
  const members = went.map((organisation) => ({
    organisation: identityRef(organisation.id),
    answered: given.get(id)?.get(organisation.id)?.toISOString() ?? null,
  }));
  const times = members.flatMap((member) => member.answered ?? []).toSorted();
  return {
    id,
    title: (JSON.parse(body) as StixObject).name ?? '',
    published: published.toISOString(),
    answered: answered?.toISOString() ?? null,
    own: row.organisation_id === viewer.organisationId,
    readers: isAuthor ? { addressed: went.length, answered: times, members } : null,
  };
}
