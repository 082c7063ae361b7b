import type { Change, Kind } from '../exchange/index.js';
import { checkObject, markingOf, type MispObject, observablesOf } from '../formats/index.js';
import { Fault } from '../kernel/index.js';
import { indicatorKind } from './indicator-kind.js';

/** Every object of an event has an id of its own: nothing is recognised by what it says. */
const kindOf = (type: string): Kind =>
  type === 'indicator' ? indicatorKind : { type, fingerprint: () => null, merge: (known) => known };

/** What was found in a MISP event as a change, for those whom the event names and under its label. */
export function mispChange({ object, level }: MispObject): Change {
  try {
    const checked = checkObject(object);
    return {
      do: 'put',
      kind: kindOf(checked.type),
      object: checked,
      ...(checked.type === 'indicator' && { observables: observablesOf(checked) }),
      tlp: markingOf(checked),
      audience: level.reach === 'all' ? undefined : level.reach,
      restated: true,
    };
  } catch (error) {
    if (error instanceof Fault) return { do: 'refuse', fault: error };
    throw error;
  }
}
