import type { AudienceTarget } from './address.js';
import type { Book, Organisation } from './book.js';
import { seesFrom } from './visible.js';

/** Who sees what goes to an audience, as members, groups and people are now. */
export interface Recipients {
  readonly organisations: readonly Organisation[];
  /** Ids; of an audience of named people alone. */
  readonly people: readonly string[];
}

/** Asks the one rule of every member, and of everybody who is named: so it can't say otherwise than what reading does. */
export function recipients(target: AudienceTarget, book: Book): Recipients {
  const credential = { kind: 'session', id: '' } as const;
  const sees = (organisationId: string, personId?: string): boolean =>
    seesFrom(target, { organisationId, credential, ceiling: 'red', ...(personId && { personId }) }, book) !== null;
  return {
    organisations: [...book.organisations.values()].filter(({ id }) => sees(id)),
    people:
      target.kind === 'people'
        ? [...target.members].filter((id) => sees(book.people.get(id)?.organisationId ?? '', id))
        : [],
  };
}
