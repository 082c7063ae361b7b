import { z } from 'zod';
import { appendAudit } from '../audit/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';

const CHOICES = ['instant', 'digest', 'off'] as const;
/** At once, in one mail a day, or not at all. */
export type Choice = (typeof CHOICES)[number];

/** How a person wants to be mailed: what was published, what is to be reviewed (and quoted), to be signed, to be answered. */
export const Choices = z
  .strictObject({
    publication: z.enum(CHOICES),
    review: z.enum(CHOICES),
    signature: z.enum(CHOICES),
    reminder: z.enum(CHOICES),
  })
  .meta({ id: 'NoticePreferences' });
export type Choices = z.infer<typeof Choices>;

/** SQL: the choices of the person `p`, where `n` is his row of `notice_preference`, if there is one. */
export const CHOICES_SQL = Object.keys(Choices.shape)
  .map((name) => `coalesce(n.${name}, 'instant') as ${name}`)
  .join(', ');

/** What of a row are the choices. */
export const choicesIn = ({ publication, review, signature, reminder }: Choices): Choices => ({
  publication,
  review,
  signature,
  reminder,
});

/** What people choose for themselves. */
export class Preferences {
  constructor(private readonly pool: Pool) {}

  /** `instant` where nothing was chosen. */
  async of(viewer: Viewer): Promise<Choices> {
    const { rows } = await this.pool.query<Choices>(
      `select ${CHOICES_SQL} from person p left join notice_preference n on n.person_id = p.id where p.id = $1`,
      [personOf(viewer)],
    );
    if (!rows[0]) throw new Fault('not_found');
    return choicesIn(rows[0]);
  }

  async set(viewer: Viewer, { publication, review, signature, reminder }: Choices): Promise<void> {
    const person = personOf(viewer);
    await this.pool.transaction(async (sql) => {
      await sql.query(
        `insert into notice_preference (person_id, publication, review, signature, reminder) values ($1, $2, $3, $4, $5)
         on conflict (person_id) do update set publication = $2, review = $3, signature = $4, reminder = $5`,
        [person, publication, review, signature, reminder],
      );
      await appendAudit(sql, [{ action: 'person.amend', viewer, detail: { person, fields: ['notices'] } }]);
    });
  }
}

function personOf({ personId }: Viewer): string {
  if (personId === undefined) throw new Fault('forbidden');
  return personId;
}
