import type { AudienceAsk } from '../audience/index.js';
import type { Change, Put } from '../exchange/index.js';
import { type Found, itemIn, type MispPart, RECALLED } from '../formats/index.js';
import { mispChange, toChange, toRevoke } from '../indicators/index.js';
import { Fault, type Tlp, tlpRank } from '../kernel/index.js';

/** What all that comes from a source has at least, and whom it goes to at most. */
export interface Floor {
  readonly tlp: Exclude<Tlp, 'red'>;
  readonly audience: AudienceAsk | undefined;
}

/** Something found in a source, as a change of the organisation's. `known`: it is nothing to submit. */
export interface Asked {
  readonly at: string;
  readonly id: string | undefined;
  readonly change: Change | 'known';
}

/** Whom a source's word is weighed against. */
export interface Around {
  readonly floor: Floor;
  /** Ids of the members of this hub. */
  readonly members: ReadonlySet<string>;
}

/** What was found as changes, each under the floor: its own label can only make it narrower. Nothing for a note. */
export function asked(found: Found | MispPart, around: Around): Asked[] {
  const { at } = found;
  if ('note' in found) return [];
  if ('fault' in found) return [{ at, id: undefined, change: { do: 'refuse', fault: found.fault } }];
  if ('gone' in found) return found.gone.map((id) => ({ at, id, change: toRevoke(id, undefined) }));
  if ('object' in found) {
    const change = mispChange(found);
    const most = change.do === 'put' ? change.audience : undefined;
    return [{ at, id: found.object.id, change: floored(change, around.floor, most) }];
  }
  return [stix(at, itemIn(found)?.item, around)];
}

type Json = Readonly<Record<string, unknown>>;

function stix(at: string, item: unknown, { floor, members }: Around): Asked {
  const said = (typeof item === 'object' && item !== null ? item : {}) as Json;
  const id = typeof said['id'] === 'string' ? said['id'].slice(0, 300) : undefined;
  if (id === undefined)
    return { at, id, change: refusing(new Fault('object_invalid', 'it has no id', { pointer: '/id' })) };
  if (isMembers(said, members)) return { at, id, change: 'known' };
  const change = toChange(item, { tlp: floor.tlp, audience: floor.audience, relay: true });
  if (said['revoked'] === true && (change.do === 'refuse' || isRecalled(said)))
    return { at, id, change: takenBack(id) };
  return { at, id, change: floored(change, floor, undefined) };
}

/** As this hub's own TAXII server says it. */
const isRecalled = ({ labels }: Json): boolean => Array.isArray(labels) && labels.includes(RECALLED);

/** The word of a member of this hub, or who one is: it went out from here, or was forged; they say it here themselves. */
function isMembers({ type, id, created_by_ref: maker }: Json, members: ReadonlySet<string>): boolean {
  const isMember = (ref: unknown) => typeof ref === 'string' && members.has(ref.replace(/^identity--/, ''));
  return isMember(maker) || (type === 'identity' && isMember(id));
}

/** What a TAXII server gives of what it has taken back: no content. It is revoked here, too, and taken from all others. */
const takenBack = (id: string): Change => ({
  ...toRevoke(id, undefined),
  relabel: { tlp: 'amber+strict', audience: 'organisation' },
});

const refusing = (fault: Fault): Change => ({ do: 'refuse', fault });

function floored(change: Change, floor: Floor, most: Put['audience']): Change {
  if (change.do !== 'put') return change;
  const { tlp = floor.tlp } = change;
  if (tlp === 'red')
    return refusing(new Fault('red_requires_individuals', 'TLP:RED is for named people, whom a source does not name'));
  const audience = withinBoth(floor.audience, most);
  return { ...change, tlp: narrowest(tlp, floor.tlp, audience === 'organisation' ? 'amber' : 'clear'), audience };
}

const narrowest = (...labels: readonly Tlp[]): Tlp => labels.reduce((a, b) => (tlpRank(b) > tlpRank(a) ? b : a));

/** Whom both reach; the organisation alone where that isn't plain. `most`: as a MISP event has it. */
function withinBoth(floor: AudienceAsk | undefined, most: Put['audience']): AudienceAsk | undefined {
  if (most === undefined || JSON.stringify(floor) === JSON.stringify(most)) return floor;
  return floor === undefined || floor === 'all' ? most : 'organisation';
}
