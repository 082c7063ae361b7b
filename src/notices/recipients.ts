import type { Book } from '../audience/index.js';
import type { Errands } from '../auth/index.js';
import type { Role, Viewer } from '../kernel/index.js';
import { scopesOf } from '../members/index.js';
import type { Sql } from '../platform/index.js';
import { type Choices, CHOICES_SQL, choicesIn } from './preferences.js';

/** A person who can be mailed, as one who asks to see something. */
export interface Recipient {
  readonly id: string;
  readonly organisationId: string;
  readonly email: string;
  /** May sign, answer, give leave. */
  readonly acts: boolean;
  readonly choices: Choices;
  readonly viewer: Viewer;
}

interface Row extends Choices {
  id: string;
  organisation_id: string;
  email: string;
  role: Role;
}

/**
 * People who are active, of members that are, and have an address that can be mailed (RFC 2606: `.invalid` never can). All of
 * them, those of some organisations, or some by their ids.
 */
export async function recipients(
  sql: Sql,
  errands: Errands,
  book: Book,
  of: { readonly organisations?: readonly string[]; readonly people?: readonly string[] } = {},
): Promise<Recipient[]> {
  const { rows } = await sql.query<Row>(
    `select p.id, p.organisation_id, p.email, p.role, ${CHOICES_SQL}
     from person p left join notice_preference n on n.person_id = p.id
     where p.status = 'active' and p.email not like '%.invalid'
       and ($1::uuid[] is null or p.organisation_id = any($1)) and ($2::uuid[] is null or p.id = any($2)) order by p.id`,
    [of.organisations ?? null, of.people ?? null],
  );
  return rows
    .filter((row) => book.people.has(row.id) && book.organisations.get(row.organisation_id)?.active)
    .map((row) => ({
      id: row.id,
      organisationId: row.organisation_id,
      email: row.email,
      acts: scopesOf(row.role).has('sign'),
      choices: choicesIn(row),
      viewer: errands.viewer('notice', { organisationId: row.organisation_id, by: `person:${row.id}` }),
    }));
}
