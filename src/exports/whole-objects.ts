import { append, type StixObject } from '../kernel/index.js';
import { type MispTies, mispTies } from '../formats/index.js';
import type { Match } from '../search/index.js';
import type { Numbered } from './walk.js';

/** Objects held back at most, and characters of their texts. */
const MOST = { objects: 5_000, characters: 16 << 20 };

/** What is printed at once, by the rank of the label of its event. */
export type Printed = ReadonlyMap<number, readonly StixObject[]>;

/** Of stored objects those that may still be given. */
export type Still = <T extends Numbered>(rows: readonly T[]) => Promise<readonly T[]>;

interface One {
  readonly no: number;
  readonly id: string;
  readonly tlp: number;
  readonly size: number;
  readonly object: StixObject;
  readonly ties: MispTies;
  /** It waits no longer. */
  letGo: boolean;
}

/** A MISP object, as far as it is there. */
interface Whole {
  /** The strictest label of what is in it. */
  rank: number;
  waits: boolean;
  letGo: boolean;
}

/**
 * Pages in which MISP objects stand whole: groupings, attributes that have a role in one, and what is said of either wait for what
 * comes later. It goes to the event of the strictest label in the object. When more waits than is held back, or nothing more comes, the
 * first go as they are: what they wait for may not be in the answer at all. Whatever goes is looked at again by `still`.
 */
export async function* wholeObjects(
  pages: AsyncIterable<readonly Match[]>,
  still: Still,
  most = MOST,
): AsyncGenerator<Printed> {
  let held: readonly One[] = [];
  let last: readonly Match[] = [];
  for await (const page of pages) {
    const { given, waiting } = within(most, [...held, ...last.map(oneOf)]);
    yield printed(await still(given));
    held = waiting;
    last = page; // one behind: what is left goes with the last page
  }
  const rest = [...held, ...last.map(oneOf)];
  for (const one of rest) one.letGo = true;
  yield printed(await still(settle(rest).given));
}

function printed(given: readonly Given[]): Printed {
  const byRank = new Map<number, StixObject[]>();
  for (const { rank, object } of given) append(byRank, rank, object);
  return byRank;
}

function oneOf({ no, id, tlp, body }: Match): One {
  const object = JSON.parse(body) as StixObject;
  return { no, id, tlp, size: body.length, object, ties: mispTies(object), letGo: false };
}

interface Given {
  readonly no: number;
  /** Of the label of its event. */
  readonly rank: number;
  readonly object: StixObject;
}

interface Settled {
  readonly given: readonly Given[];
  readonly waiting: readonly One[];
}

function within(most: typeof MOST, all: readonly One[]): Settled {
  const settled = settle(all);
  let { length: objects } = settled.waiting;
  let characters = settled.waiting.reduce((sum, { size }) => sum + size, 0);
  if (objects <= most.objects && characters <= most.characters) return settled;
  for (const one of settled.waiting) {
    if (objects <= most.objects && characters <= most.characters) break;
    one.letGo = true;
    objects -= 1;
    characters -= one.size;
  }
  return settle(all);
}

function settle(all: readonly One[]): Settled {
  const wholes = wholesOf(all);
  const ranks = new Map<string, number>(); // of what is given, by id
  for (const { id, tlp, ties, letGo } of all) {
    const whole = wholes.get(id);
    const waits = whole ? whole.waits && !whole.letGo : ties.hasRole && !letGo;
    if (ties.about === undefined && !waits) ranks.set(id, Math.max(whole?.rank ?? tlp, ranks.get(id) ?? 0));
  }
  const given: Given[] = [];
  const waiting: One[] = [];
  for (const one of all) {
    const { no, tlp, object, ties } = one;
    const rank = ranks.get(ties.about ?? one.id);
    // what is said under a stricter label than the event's is not said in it
    if (rank !== undefined && tlp <= rank) given.push({ no, rank, object });
    else if (rank === undefined && !one.letGo) waiting.push(one);
  }
  return { given, waiting };
}

/** MISP objects by the ids of their groupings and attributes. What is in several is in the first. */
function wholesOf(all: readonly One[]): ReadonlyMap<string, Whole> {
  const here = new Set(all.map(({ id }) => id));
  const byUuid = new Map<string, Whole>();
  const byId = new Map<string, Whole>();
  for (const { id, ties } of all) {
    if (!ties.object) continue;
    const whole = byUuid.get(ties.object.uuid) ?? { rank: 0, waits: false, letGo: false };
    byUuid.set(ties.object.uuid, whole);
    for (const part of [id, ...ties.object.attributes]) {
      if (!byId.has(part)) byId.set(part, whole);
      if (!here.has(part)) whole.waits = true;
    }
  }
  for (const { id, tlp, letGo } of all) {
    const whole = byId.get(id);
    if (!whole) continue;
    whole.rank = Math.max(whole.rank, tlp);
    whole.letGo ||= letGo;
  }
  return byId;
}
