import type { Distinct, StixObject } from '../../kernel/index.js';
import { mispFacts } from './misp.js';
import type { MispAttribute } from './misp-event.js';

/** An indicator or note, and the attributes that it is. */
export interface Own {
  readonly from: StixObject;
  readonly attributes: readonly MispAttribute[];
}

/** The values of one event: MISP takes none twice in one place, so neither is any given. */
export class MispValues {
  constructor(
    private readonly given: Distinct,
    /** Whether the event is one that came from MISP: what stood twice in it does so again. */
    private readonly asCame: boolean,
  ) {}

  /** What is not given in that place yet, a MISP object by its uuid; of one value what stands first. What is deleted is no value any more. */
  once(place: string, all: readonly Own[]): Own[] {
    const isNew = ({ type, category, value, object_relation: role }: MispAttribute) =>
      this.given.add(JSON.stringify([place, type, category, value, role]));
    const came = new Set(all.filter((own) => this.asCame && isAsItCame(own)));
    for (const { attributes } of came) for (const one of attributes) if (!one.deleted) isNew(one);
    return all.flatMap((own) => {
      const attributes = came.has(own) ? own.attributes : own.attributes.filter((one) => one.deleted || isNew(one));
      return attributes.length === 0 ? [] : [{ ...own, attributes }];
    });
  }
}

function isAsItCame({ from, attributes: [one] }: Own): boolean {
  const facts = mispFacts(from, 'attribute');
  return facts !== undefined && (from.type === 'note' || facts.value === one?.value);
}
