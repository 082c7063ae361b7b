import { type Quotes, worksOn } from '../advisories/index.js';
import { type Audiences, sees } from '../audience/index.js';
import type { Errands } from '../auth/index.js';
import { type Tlp, tlpOf, tlpRank } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { type Letter, letterOf, type Line } from './letter.js';
import { choiceOf, type Kind } from './notice.js';
import { bookFor, readPublished, unanswered } from './published.js';
import { type Recipient, recipients } from './recipients.js';
import type { SearchLines } from './search-lines.js';

/** Whose mail it is, and whether it is a digest. */
export interface Mail {
  readonly id: string;
  readonly person_id: string;
  readonly digest: boolean;
  readonly tries: number;
}

interface Noted {
  advisory_id: string;
  kind: Kind;
  version: number;
}

/** Puts mails together from their notices when they are sent: whoever may not know a thing any more is not told it. */
export class Letters {
  constructor(
    private readonly pool: Pool,
    private readonly parts: { audiences: Audiences; errands: Errands; quotes: Quotes; searches: SearchLines },
    private readonly hub: string,
  ) {}

  /** The mail and its address; undefined when nothing of it is left to say, or the person can't be mailed any more. */
  async of({ id, person_id, digest }: Mail): Promise<(Letter & { readonly to: string }) | undefined> {
    const { rows } = await this.pool.query<Noted>(
      'select advisory_id, kind, version from notice where mail_id = $1 order by at, advisory_id, kind, occasion',
      [id],
    );
    const { audiences, errands, searches } = this.parts;
    const book = await audiences.current();
    const [person] = await recipients(this.pool, errands, book, { people: [person_id] });
    if (!person) return undefined;
    const lines: Line[] = [];
    for (const noted of rows) {
      const line = choiceOf(noted.kind, person.choices) === 'off' ? undefined : await this.line(noted, person);
      if (line) lines.push(line);
    }
    lines.push(...(await searches.of(id, person.viewer)));
    if (lines.length === 0) return undefined;
    return { ...letterOf(lines, { digest: digest || lines.length > 1, hub: this.hub }), to: person.email };
  }

  /** What may be said of it to this person now. */
  private line(noted: Noted, person: Recipient): Promise<Line | undefined> {
    switch (noted.kind) {
      case 'publication':
      case 'withdrawal':
      case 'reminder':
      case 'overdue':
        return this.published(noted, person);
      case 'review':
      case 'signature':
        return this.atWork(noted, person);
      case 'quote':
        return this.quoted(noted, person);
    }
  }

  /** Of what is published: nothing of a version that another took the place of. */
  private async published(
    { advisory_id: id, kind, version }: Noted,
    { viewer, organisationId, acts }: Recipient,
  ): Promise<Line | undefined> {
    const published = await readPublished(this.pool, id);
    if (!published || published.version !== version || published.withdrawn !== (kind === 'withdrawal'))
      return undefined;
    const book = await bookFor(this.parts.audiences, published);
    if (!sees(viewer, published, book)) return undefined;
    const { tlp, title, acknowledgeBy } = published;
    const line = { tlp, title, path: `/advisories/${id}` };
    if (kind === 'withdrawal') return { ...line, what: 'Withdrawn' };
    if (kind === 'publication')
      return { ...line, what: version > 1 ? `New version (${version})` : 'New advisory', acknowledgeBy };
    const late = await unanswered(this.pool, id, published, book);
    if (!acts) return undefined;
    if (kind === 'overdue')
      return organisationId === published.organisationId && late.length > 0
        ? { ...line, what: 'Not answered in time', unanswered: late.map(({ shortName }) => shortName) }
        : undefined;
    const isLate = late.some((organisation) => organisation.id === organisationId);
    return isLate ? { ...line, what: 'Waits for your answer', acknowledgeBy } : undefined;
  }

  /** Of what is written and signed: working papers are TLP:AMBER+STRICT at least, so never a title. */
  private async atWork(
    { advisory_id: id, kind, version }: Noted,
    { viewer, organisationId, acts }: Recipient,
  ): Promise<Line | undefined> {
    if (!acts || !(await worksOn(this.pool, viewer, id))) return undefined;
    const { rows } = await this.pool.query<{ tlp: number }>(
      `select a.tlp from advisory a where a.id = $1 and a.version = $2 and case when $3 then a.state = 'review'
         else a.state = 'signing' and exists (select from advisory_participant p
             where p.advisory_id = a.id and p.organisation_id = $4 and p.signs)
           and not exists (select from co_signature s where s.advisory_id = a.id and s.version = a.version
             and s.organisation_id = $4 and s.voided_at is null) end`,
      [id, version, kind === 'review', organisationId],
    );
    const row = rows[0];
    const what = kind === 'review' ? 'To be reviewed' : 'To be signed';
    return row && { what, tlp: working(tlpOf(row.tlp)), path: `/advisories/${id}/work` };
  }

  private async quoted({ advisory_id: id }: Noted, { viewer, acts }: Recipient): Promise<Line | undefined> {
    const asked = acts && (await this.parts.quotes.asked(viewer)).some(({ advisory }) => advisory === id);
    if (!asked) return undefined;
    return { what: 'Leave to quote is asked', tlp: 'amber+strict', path: '/advisories/quotes' };
  }
}

const working = (tlp: Tlp): Tlp => (tlpRank(tlp) > tlpRank('amber+strict') ? tlp : 'amber+strict');
