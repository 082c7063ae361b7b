import type { Tlp, Viewer } from '../kernel/index.js';
import type { Audience, AudienceKind, Book } from './book.js';
import { recipients } from './recipients.js';

/** For whom an object is, as much of it as somebody who sees it is told. */
export interface Addressed {
  readonly tlp: Tlp;
  readonly audience: AudienceKind;
  readonly group?: { readonly id: string; readonly name: string };
  /** Short names of the organisations that see it by now; told to the one that handed it in. */
  readonly organisations?: readonly string[];
  /** Organisations that are active, as many as there are. */
  readonly of?: number;
  /** Where named people see it: those of the author's own organisation, by e-mail address, and how many others. */
  readonly people?: { readonly yours: readonly string[]; readonly others: number };
}

/** Who put an object before its audience. */
export interface Author {
  readonly organisationId: string;
  readonly personId: string | null;
}

/**
 * For whom the entry `seq` of an audience is. Whom else an object reached is its author's to tell: the organisation that handed it
 * in is told (its people, and keys that might ask before they submit), of named people only the person who named them, and all
 * others no more than which kind of audience they are in.
 */
export function addressed(audience: Audience, seq: number, author: Author, viewer: Viewer, book: Book): Addressed {
  const { tlp, kind } = audience;
  const group = audience.groupId === null ? undefined : book.groups.get(audience.groupId);
  const told = { tlp, audience: kind, ...(group && { group: { id: group.id, name: group.name } }) };
  const isOwn =
    viewer.organisationId === author.organisationId && (viewer.personId !== undefined || viewer.scopes.has('submit'));
  const named = viewer.personId !== undefined && viewer.personId === author.personId;
  if (!isOwn || (kind === 'people' && !named)) return told;
  const { organisations, of, people } = recipients(audience, book, seq);
  return {
    ...told,
    organisations,
    of,
    ...(kind === 'people' && { people: namedPeople(people, viewer, book) }),
  };
}

/** Of people of another organisation an author need not know more than what they were named by. */
function namedPeople(ids: readonly string[], { organisationId }: Viewer, book: Book): NonNullable<Addressed['people']> {
  const yours = ids.flatMap((id) => {
    const person = book.people.get(id);
    return person?.organisationId === organisationId ? [person.email] : [];
  });
  return { yours: yours.toSorted(), others: ids.length - yours.length };
}
