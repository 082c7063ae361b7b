import type { Change, Outcome } from '../exchange/index.js';
import { itemIn, type MispObject } from '../formats/index.js';
import { mispChange, narrowed, toChange, toRevoke } from '../indicators/index.js';
import { completed, isList, type Options } from './defaults.js';
import type { Part } from './readers.js';

/** What is said of what MISP events have no more. */
const DELETED = 'it is deleted';

/** One thing that was found, and what is asked of the hub for it: nothing for a note, several things for what was deleted. */
export interface Asked {
  readonly part: Part;
  readonly changes: readonly Change[];
}

/** What is told of one thing: its outcome, or a note. */
export type Told = { readonly at: string } & ({ readonly outcome: Outcome } | { readonly note: string });

/** `at`: the day of the job, from which days of validity count. */
export function asked(part: Part, options: Options, at: Date): Asked {
  if ('note' in part) return { part, changes: [] };
  if ('fault' in part) return { part, changes: [{ do: 'refuse', fault: part.fault }] };
  if ('gone' in part) return { part, changes: part.gone.map((id) => toRevoke(id, undefined)) };
  if ('object' in part) return { part, changes: [ofEvent(part, options)] };
  const { item, most } = itemIn(part)!;
  const defaults = { ...narrowed(options.defaults, most), relay: true };
  return { part, changes: [toChange(completed(item, options, at), defaults)] };
}

/** As `POST /api/v1/misp/events` takes it; what is for everybody may be for those alone whom the sender names. */
function ofEvent(part: MispObject, { defaults }: Options): Change {
  const change = mispChange(part);
  const { audience } = defaults;
  if (change.do !== 'put' || audience === undefined || !isList(audience)) return change;
  return { ...change, audience: part.level.reach === 'all' ? audience : 'organisation' };
}

/** What became of each thing: what was deleted, and never was here or is revoked already, is a note. */
export function* told(all: readonly Asked[], outcomes: readonly Outcome[]): Generator<Told> {
  let next = 0;
  for (const { part, changes } of all) {
    const { at } = part;
    const own = outcomes.slice(next, (next += changes.length));
    if ('note' in part) yield { at, note: part.note };
    else if ('gone' in part) {
      const revoked = own.filter(({ outcome }) => outcome === 'updated');
      for (const outcome of revoked) yield { at, outcome: { ...outcome, detail: DELETED } };
      if (revoked.length === 0) yield { at, note: DELETED };
    } else for (const outcome of own) yield { at, outcome };
  }
}
