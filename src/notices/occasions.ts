import { worksOn } from '../advisories/index.js';
import { type Audiences, sees } from '../audience/index.js';
import type { Errands } from '../auth/index.js';
import { Fault } from '../kernel/index.js';
import type { Log, Pool, Pulse, Sql } from '../platform/index.js';
import { schedule } from './deadlines.js';
import { type Occasion, STALE, tell } from './notice.js';
import { bookFor, readPublished } from './published.js';
import { type Recipient, recipients } from './recipients.js';

/** A step of an advisory that nobody was told of yet. */
interface Happened {
  advisory_id: string;
  number: number;
  step: string;
  version: number;
  organisation_id: string | null;
  author: string;
  stale: boolean;
}

/**
 * Makes notices of what happened, for those who may know it at that moment. A step and its notices are one transaction, and
 * of several hub processes one takes it.
 */
export class Occasions {
  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly audiences: Audiences,
    private readonly errands: Errands,
    private readonly log: Log,
    private readonly digestHour: number,
  ) {}

  /** Takes one step; false when there is none. */
  async take(): Promise<boolean> {
    const at: { step?: Happened | undefined } = {};
    try {
      await this.pool.transaction(async (sql) => {
        at.step = await next(sql);
        if (!at.step) return;
        await this.note(sql, at.step);
        await passed(sql, at.step);
      });
    } catch (error) {
      if (!at.step || (error instanceof Fault && error.status === 503)) throw error;
      const { advisory_id: advisory, number } = at.step;
      this.log.failure(error, { advisory, step: number }, 'nobody is told of a step');
      await passed(this.pool, at.step); // others wait behind it
    }
    return at.step !== undefined;
  }

  private async note(sql: Sql, step: Happened): Promise<void> {
    switch (step.step) {
      case 'publish':
      case 'withdraw':
        return this.published(sql, step);
      case 'review':
      case 'edit':
        return this.toReview(sql, step);
      case 'call':
        return this.toSign(sql, step);
      case 'ask-quotes':
        return this.toQuote(sql, step);
    }
  }

  private async published(sql: Sql, step: Happened): Promise<void> {
    const published = await readPublished(sql, step.advisory_id);
    if (!published) return;
    await schedule(sql, step.advisory_id, published, this.pulse.now);
    const book = await bookFor(this.audiences, published);
    const all = await recipients(sql, this.errands, book);
    const kind = step.step === 'publish' ? 'publication' : 'withdrawal';
    await this.tell(
      sql,
      step,
      { kind, occasion: `version ${step.version}` },
      all.filter(({ viewer }) => sees(viewer, published, book)),
    );
  }

  /** Who joins those at work while it is in review is told, too, and those who know are not told again. */
  private async toReview(sql: Sql, step: Happened): Promise<void> {
    const { rows } = await sql.query<{ number: number | null; others: string[] }>(
      `select (select max(number) from advisory_step s where s.advisory_id = a.id and s.step = 'review') as number,
         array(select p.organisation_id::text from advisory_participant p
           where p.advisory_id = a.id and p.organisation_id is distinct from $2::uuid) as others
       from advisory a where a.id = $1 and a.state = 'review'`,
      [step.advisory_id, step.organisation_id],
    );
    const asked = rows[0];
    if (!asked || asked.number === null) return;
    await this.ask(sql, step, { kind: 'review', occasion: `step ${asked.number}` }, asked.others);
  }

  private async toSign(sql: Sql, step: Happened): Promise<void> {
    const { rows } = await sql.query<{ organisation_id: string }>(
      'select organisation_id from advisory_participant where advisory_id = $1 and signs',
      [step.advisory_id],
    );
    const signers = rows.map((row) => row.organisation_id);
    await this.ask(sql, step, { kind: 'signature', occasion: `step ${step.number}` }, signers);
  }

  /** Those who work on it, of these organisations, and may act for them. */
  private async ask(sql: Sql, step: Happened, what: Told, organisations: readonly string[]): Promise<void> {
    const book = await this.audiences.current();
    const people = await recipients(sql, this.errands, book, { organisations });
    const asked: Recipient[] = [];
    for (const person of people)
      if (person.acts && (await worksOn(sql, person.viewer, step.advisory_id))) asked.push(person);
    await this.tell(sql, step, what, asked);
  }

  /** Whom it is asked of: what they are asked is looked at when they are mailed. The newest ask is the occasion. */
  private async toQuote(sql: Sql, step: Happened): Promise<void> {
    const { rows } = await sql.query<{ organisation_id: string; ask: string }>(
      `select distinct on (organisation_id) organisation_id, ask from advisory_quote
       where advisory_id = $1 and answer is null order by organisation_id, asked_at desc, ask`,
      [step.advisory_id],
    );
    const book = await this.audiences.current();
    for (const { organisation_id, ask } of rows) {
      const people = await recipients(sql, this.errands, book, { organisations: [organisation_id] });
      await this.tell(
        sql,
        step,
        { kind: 'quote', occasion: ask },
        people.filter(({ acts }) => acts),
      );
    }
  }

  /** All but the one who did it. */
  private tell(sql: Sql, step: Happened, what: Told, people: readonly Recipient[]): Promise<void> {
    if (step.stale) return Promise.resolve();
    const others = people.filter(({ id }) => step.author !== `person:${id}`);
    const occasion = { ...what, advisory: step.advisory_id, version: step.version };
    return tell(sql, occasion, others, { now: this.pulse.now, digestHour: this.digestHour });
  }
}

type Told = Pick<Occasion, 'kind' | 'occasion'>;

async function next(sql: Sql): Promise<Happened | undefined> {
  const { rows } = await sql.query<Happened>(
    `select advisory_id, number, step, version, organisation_id, author, at < clock_timestamp() - interval '${STALE}' as stale
     from advisory_step where not noticed order by at limit 1 for update skip locked`,
  );
  return rows[0];
}

async function passed(sql: Sql, { advisory_id, number }: Happened): Promise<void> {
  await sql.query('update advisory_step set noticed = true where advisory_id = $1 and number = $2', [
    advisory_id,
    number,
  ]);
}
