import { aloneIn, NOT_FOR_DETECTION, papOf, parsePattern, parseTime } from '../formats/index.js';
import { Distinct, type Observable, type StixObject, type Tlp, tlpOf, tlpRank } from '../kernel/index.js';
import type { Match } from '../search/index.js';
import type { Disputes } from './disputes.js';
import type { NeverBlocked } from './never-blocked.js';

/** Why something is not in a list, in the order in which it is looked at. */
const REASONS = {
  revoked: 'revoked',
  expired: 'expired',
  early: 'not yet valid',
  pap: 'PAP amber or red',
  false: 'false positive',
  undetected: 'not for detection',
  opaque: 'no single value to block',
  warned: 'on a warning list',
  format: 'nothing that this format can say',
} as const;
export type Reason = keyof typeof REASONS;

/** What is said of the whole list. */
export class Tally {
  readonly left = new Map<Reason, number>();
  values = 0;
  highest: Tlp | undefined;
  /** When the first of what is in it runs out, or the first of what is left out begins. */
  until = Infinity;

  leave(reason: Reason): void {
    this.left.set(reason, (this.left.get(reason) ?? 0) + 1);
  }

  took(tlp: Tlp): void {
    this.values += 1;
    if (this.highest === undefined || tlpRank(tlp) > tlpRank(this.highest)) this.highest = tlp;
  }

  /** The text of the counts; what is none is not named. */
  get leftOut(): string {
    const counts = (Object.keys(REASONS) as Reason[]).flatMap((reason) => {
      const count = this.left.get(reason);
      return count === undefined ? [] : [`${count} ${REASONS[reason]}`];
    });
    return counts.length === 0 ? 'nothing' : counts.join(', ');
  }
}

/** One value of a list with the indicator that it is of. */
export interface Blocked {
  readonly observable: Observable;
  readonly object: StixObject;
  readonly tlp: Tlp;
}

/** Chooses what may be blocked: each value once, nothing that is over, disputed, or asked not to be acted upon. */
export class BlockList {
  private readonly distinct = new Distinct();

  constructor(
    private readonly tally: Tally,
    private readonly disputes: Disputes,
    private readonly neverBlocked: NeverBlocked,
    /** Milliseconds since the epoch: the list is as of then. */
    private readonly at: number,
  ) {}

  *values({ body, tlp: rank }: Match): Generator<Blocked> {
    const object = JSON.parse(body) as StixObject;
    if (object.type !== 'indicator') return;
    const reason = this.against(object);
    if (reason) return this.tally.leave(reason);
    const observables = observablesOf(object);
    if (observables.length === 0) return this.tally.leave('opaque');
    for (const observable of observables) {
      if (this.neverBlocked.hits(observable) !== null) this.tally.leave('warned');
      else if (this.distinct.add(`${observable.type}\0${observable.value}`))
        yield { observable, object, tlp: tlpOf(rank) };
    }
  }

  private against(object: StixObject): Reason | undefined {
    if (object.revoked) return 'revoked';
    const from = timeOf(object.valid_from) ?? -Infinity;
    const until = timeOf(object.valid_until) ?? Infinity;
    if (until <= this.at) return 'expired';
    if (from > this.at) {
      this.tally.until = Math.min(this.tally.until, from);
      return 'early';
    }
    this.tally.until = Math.min(this.tally.until, until);
    const pap = papOf(object);
    if (pap === 'amber' || pap === 'red') return 'pap';
    if (object.labels?.includes(NOT_FOR_DETECTION)) return 'undetected';
    return isFalse(object) || this.disputes.isFalse(object) ? 'false' : undefined;
  }
}

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : parseTime(text));

/** By its own word. */
function isFalse({ labels = [], indicator_types: types }: StixObject): boolean {
  const said = labels.some((label) => /^(?:.*[:=]\s*)?"?false[-_ ]positive\b/i.test(label));
  return said || (Array.isArray(types) && types.includes('benign'));
}

function observablesOf({ pattern, pattern_type: language }: StixObject): Observable[] {
  return language === 'stix' && pattern !== undefined ? aloneIn(parsePattern(pattern)) : [];
}
