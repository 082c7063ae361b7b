import type { Book } from '../../audience/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import type { AdvisoryBody } from './advisory-body.js';
import type { Participant } from './work.js';

/** Who works on it, by the names in its body. Faults: `audience_unknown`, with a pointer, for who is no member. */
export function participantsOf(body: AdvisoryBody, lead: string, book: Book): Participant[] {
  const authors = new Set(body.authors.map((name, i) => organisation(name, `/authors/${i}`, book)));
  const signers = new Set(body.signers.map((name, i) => organisation(name, `/signers/${i}`, book)));
  return [...new Set([lead, ...authors, ...signers])].map((organisationId) => ({
    organisationId,
    part: organisationId === lead ? 'lead' : authors.has(organisationId) ? 'author' : 'signer',
    signs: signers.has(organisationId),
  }));
}

function organisation(name: string, pointer: string, book: Book): string {
  const found = book.organisationsByName.get(name);
  if (!found?.active) throw new Fault('audience_unknown', 'one of the organisations is not a member', { pointer });
  return found.id;
}

/** The people that a TLP:RED advisory names, its author among them; they must be of organisations that work on it to see it. */
export function readersOf({ tlp, audience }: AdvisoryBody, viewer: Viewer, book: Book): string[] {
  if (!/^(?:tlp:)?red$/i.test(tlp)) return [];
  if (viewer.personId === undefined) throw new Fault('red_requires_person');
  const named = typeof audience === 'object' && 'people' in audience ? audience.people : undefined;
  if (!named) throw new Fault('red_requires_individuals', undefined, { pointer: '/audience' });
  const byEmail = new Map([...book.people].map(([id, { email }]) => [email, id]));
  const ids = named.map((name, i) => {
    const id = book.people.has(name) ? name : byEmail.get(name.trim().toLowerCase());
    if (id === undefined)
      throw new Fault('audience_unknown', 'one of the people is not known here', { pointer: `/audience/people/${i}` });
    return id;
  });
  return [...new Set([...ids, viewer.personId])];
}

/** The same text, naming only those who are still here. */
export function withoutLeavers(body: AdvisoryBody, book: Book): AdvisoryBody {
  const here = (name: string) => book.organisationsByName.get(name)?.active === true;
  const { audience } = body;
  const emails = new Set([...book.people.values()].map(({ email }) => email));
  const known = (name: string) => book.people.has(name) || emails.has(name.trim().toLowerCase());
  return {
    ...body,
    authors: body.authors.filter(here),
    signers: body.signers.filter(here),
    ...(typeof audience === 'object' &&
      'people' in audience && { audience: { people: audience.people.filter(known) } }),
  };
}

/** Puts them in the place of those before. */
export async function writeParticipants(sql: Sql, id: string, participants: readonly Participant[]): Promise<void> {
  await sql.query('delete from advisory_participant where advisory_id = $1', [id]);
  await sql.query(
    `insert into advisory_participant (advisory_id, organisation_id, part, signs)
     select $1, o, p, s from unnest($2::uuid[], $3::text[], $4::boolean[]) as t(o, p, s)`,
    [id, participants.map((p) => p.organisationId), participants.map((p) => p.part), participants.map((p) => p.signs)],
  );
}
