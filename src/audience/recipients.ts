import type { AudienceTarget } from './address.js';
import type { Book } from './book.js';
import { seesFrom } from './visible.js';

/** Who sees what goes to an audience, as members, groups and people are now. */
export interface Recipients {
  /** Short names, sorted … */
  readonly organisations: readonly string[];
  /** … of so many organisations that are active. */
  readonly of: number;
  /** Ids; of an audience of named people alone. */
  readonly people: readonly string[];
}

/**
 * Asks the one rule of every member, and of everybody who is named: so it can't say otherwise than what reading does. `seq`:
 * of an entry, which who came later may not see; absent, of the next one.
 */
export function recipients(target: AudienceTarget, book: Book, seq = Infinity): Recipients {
  const credential = { kind: 'session', id: '' } as const;
  const sees = (organisationId: string, personId?: string): boolean => {
    const viewer = { organisationId, credential, ceiling: 'red' as const, ...(personId && { personId }) };
    return (seesFrom(target, viewer, book) ?? Infinity) < seq;
  };
  const all = [...book.organisations.values()];
  return {
    organisations: all
      .filter(({ id }) => sees(id))
      .map(({ shortName }) => shortName)
      .toSorted(),
    of: all.filter(({ active }) => active).length,
    people:
      target.kind === 'people'
        ? [...target.members].filter((id) => sees(book.people.get(id)?.organisationId ?? '', id))
        : [],
  };
}
