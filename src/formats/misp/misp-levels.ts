import { type Tlp, TLP_MARKING, tlpRank } from '../../kernel/index.js';
import { type Level, type Reach, reachKey } from './misp.js';

/** The label of what has no TLP tag: nobody said that it may go further. */
export const UNMARKED: Tlp = 'amber+strict';

/** What an event, object or attribute says of its distribution. */
export interface Distribution {
  readonly distribution?: string | undefined;
  readonly SharingGroup?: { readonly uuid: string } | undefined;
}

/**
 * How far a distribution level goes here. MISP lowers a level by one at each receiver: what is for one community alone (1) is
 * for the organisation that received it. Undefined: it says none, or inherits (5).
 */
export function reachOf(
  { distribution, SharingGroup: group }: Distribution,
  groups: ReadonlySet<string>,
): Reach | undefined {
  switch (distribution) {
    case undefined:
    case '5':
      return undefined;
    case '2':
    case '3':
      return 'all';
    case '4':
      return group && groups.has(group.uuid) ? { group: group.uuid } : 'organisation';
    default:
      return 'organisation'; // 0, 1, and what nobody has defined yet
  }
}

/** What is to be said of the level that an event is taken at, by its own label and distribution. */
export function levelNotes(tlp: Tlp | undefined, { distribution }: Distribution, taken: Level): string[] {
  const as = `it is taken as TLP:${taken.tlp.toUpperCase()}`;
  const isUnknownGroup = distribution === '4' && taken.reach === 'organisation';
  return [
    ...(tlp === undefined ? [`the event has no TLP tag: ${as}`] : []),
    ...(tlp !== undefined && tlp !== taken.tlp ? [`the event is for fewer than its label says: ${as}`] : []),
    ...(isUnknownGroup
      ? ['the event is for a sharing group that is not known here: it stays within the organisation']
      : []),
  ];
}

/** The stricter of each: of labels, and of whom both reach. */
export function stricter(a: Level, tlp: Tlp | undefined, reach: Reach | undefined): Level {
  return level(tlp !== undefined && tlpRank(tlp) > tlpRank(a.tlp) ? tlp : a.tlp, both(a.reach, reach ?? 'all'));
}

/** Whom both reach: an intersection that isn't known is the organisation alone. */
export function both(a: Reach, b: Reach): Reach {
  if (a === 'all') return b;
  if (b === 'all' || reachKey(a) === reachKey(b)) return a;
  return 'organisation';
}

/** A level as the hub's labels allow it: what is for one organisation is AMBER+STRICT at least, what is for a group GREEN. */
export function level(tlp: Tlp, reach: Reach): Level {
  const least: Tlp = reach === 'organisation' ? 'amber+strict' : reach === 'all' ? 'clear' : 'green';
  return { tlp: tlpRank(tlp) < tlpRank(least) ? least : tlp, reach };
}

export const levelKey = ({ tlp, reach }: Level): string => `${tlp} ${reachKey(reach)}`;

export const marked = ({ tlp }: Level): { object_marking_refs: string[] } => ({
  object_marking_refs: [TLP_MARKING[tlp]],
});
