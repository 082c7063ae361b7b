import { type Audiences, type AudienceTarget, visibleSql } from '../../audience/index.js';
import { identityRef } from '../../exchange/index.js';
import { Fault, tlpOf, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';
import { isStaff } from '../staff.js';
import { textOf } from '../work/advisory-body.js';
import { authorOf, record } from '../work/steps.js';
import { assertStill, assertWrites, openWork, type Work } from '../work/work.js';
import { targetOf } from './issue.js';
import type { Quoted, Sources } from './sources.js';

/** Asked of who said something: may an advisory quote it to more than it was said to? */
export interface QuoteAsk {
  readonly advisory: string;
  readonly title: string;
  readonly asked_by: string;
  readonly object: string;
  readonly tlp: string;
  readonly audience: string;
  readonly asked_at: string;
  /** Names what is asked: the answer is good for this alone. */
  readonly ask: string;
}

/** The originator's answer to one ask. */
export interface QuoteAnswer {
  readonly ask: string;
  readonly answer: 'approved' | 'refused';
}

/** What an advisory quotes above its audience, and what those who said it answer. */
export class Quotes {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly sources: Sources,
  ) {}

  /** Fault: `derivation_exceeds_source`, with the list, for what is quoted and was not approved for this audience. */
  async assertFree(viewer: Viewer, work: Work, target: AudienceTarget): Promise<void> {
    const left = await this.open(viewer, work, target);
    if (left.length === 0) return;
    const objects = left.map(({ id, organisationId, value, tlp }) => ({
      id,
      organisation: identityRef(organisationId),
      value,
      tlp,
    }));
    throw new Fault(
      'derivation_exceeds_source',
      'the text quotes what not all of its audience may see; ask who said it',
      {
        pointer: '/body',
        extra: { objects },
      },
    );
  }

  private async open(viewer: Viewer, work: Work, target: AudienceTarget): Promise<Quoted[]> {
    const quoted = await this.sources.quotedAbove(viewer, textOf(work.body), target);
    if (quoted.length === 0) return [];
    const { rows } = await this.pool.query<{ object_id: string; organisation_id: string }>(
      `select object_id, organisation_id from advisory_quote where advisory_id = $1 and audience_key = $2 and answer = 'approved'`,
      [work.id, target.key],
    );
    const approved = new Set(rows.map((row) => `${row.organisation_id} ${row.object_id}`));
    const free = new Set(quoted.filter((q) => approved.has(`${q.organisationId} ${q.id}`)).map((q) => q.value));
    return quoted.filter((q) => !free.has(q.value));
  }

  /** Asks all who said what is quoted; whoever refused is not asked again. Gives the number asked. */
  async ask(viewer: Viewer, id: string): Promise<number> {
    const before = await openWork(this.pool, viewer, id);
    assertWrites(before);
    const target = targetOf(before, viewer, await this.audiences.current());
    const open = await this.open(viewer, before, target);
    return this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertStill(work, before);
      await sql.query(
        `insert into advisory_quote (advisory_id, object_id, organisation_id, audience_key)
         select distinct $1, o, m::uuid, $4 from unnest($2::text[], $3::text[]) as quoted(o, m) order by 2, 3
         on conflict (advisory_id, object_id, organisation_id) do update
           set audience_key = excluded.audience_key, ask = gen_random_uuid(), asked_at = clock_timestamp(), answer = null, answered_by = null, answered_at = null
           where advisory_quote.audience_key <> excluded.audience_key`,
        [id, open.map((quoted) => quoted.id), open.map((quoted) => quoted.organisationId), target.key],
      );
      await record(sql, viewer, work, { step: 'ask-quotes', version: work.version, detail: { objects: open.length } });
      return open.length;
    });
  }

  /** What the viewer's organisation is asked, of objects that he sees himself. */
  async asked(viewer: Viewer): Promise<QuoteAsk[]> {
    if (!isStaff(viewer)) return [];
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [viewer.organisationId || null];
    const { rows } = await this.pool.query<{
      advisory_id: string;
      text: string;
      lead: string;
      object_id: string;
      audience_key: string;
      asked_at: Date;
      ask: string;
    }>(
      `select q.advisory_id, r.text, a.organisation_id as lead, q.object_id, q.audience_key, q.asked_at, q.ask
       from advisory_quote q join advisory a on a.id = q.advisory_id
         join advisory_revision r on r.advisory_id = a.id and r.revision = a.revision
         join object o on o.id = q.object_id and o.organisation_id = q.organisation_id
       where q.organisation_id = $1::uuid and q.answer is null
         and a.state in ('draft', 'review', 'signing') and a.tlp < 4 and q.audience_key not like 'red %' and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}
       order by q.asked_at, q.advisory_id, q.object_id limit 500`,
      values,
    );
    return rows.map((row) => {
      const [tlp = '', audience = ''] = row.audience_key.split(' ');
      const { title } = JSON.parse(row.text) as { title: string };
      return {
        advisory: row.advisory_id,
        title,
        asked_by: identityRef(row.lead),
        object: row.object_id,
        tlp,
        audience,
        asked_at: row.asked_at.toISOString(),
        ask: row.ask,
      };
    });
  }

  /** The originator's answer. Good for this advisory and this audience alone. */
  async answer(viewer: Viewer, id: string, objectId: string, { ask, answer }: QuoteAnswer): Promise<void> {
    const mine = (await this.asked(viewer)).find((one) => one.advisory === id && one.object === objectId);
    if (!mine) throw new Fault('not_found');
    if (mine.ask !== ask) throw new Fault('precondition_failed', 'something else is asked by now');
    await this.pool.transaction(async (sql) => {
      const { rows } = await sql.query<{ version: number; tlp: number }>(
        'select version, tlp from advisory where id = $1 for update',
        [id],
      );
      const { rowCount } = await sql.query(
        `update advisory_quote set answer = $4, answered_by = $5, answered_at = clock_timestamp()
         where advisory_id = $1 and object_id = $2 and organisation_id = $3 and answer is null and ask = $6`,
        [id, objectId, viewer.organisationId, answer, authorOf(viewer), ask],
      );
      const advisory = rows[0];
      if (!rowCount || !advisory) throw new Fault('not_found');
      await record(
        sql,
        viewer,
        { id, tlp: tlpOf(advisory.tlp) },
        { step: `quote-${answer}`, version: advisory.version },
      );
    });
  }
}
