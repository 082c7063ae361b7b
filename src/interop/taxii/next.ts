import { deflateSync, inflateSync } from 'node:zlib';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pulse, Secrets } from '../../platform/index.js';
import type { Asked } from './filters.js';
import { instantOf } from './instants.js';

const DAY_MS = 86_400_000;
/** Bytes, above which it is packed: a hundred ids must fit into an address. */
const MOST_PLAIN = 2_000;
const BRACE = 0x7b;

/** Where a page ends, and what it was of: all that the next one needs. */
interface Place {
  /** Of the last that was given, in microseconds since the epoch; absent: begin anew. */
  readonly at?: number;
  readonly given: Readonly<Record<string, string>>;
  readonly limit: number;
  /** Of a walk from the beginning: the latest there was when it began, likewise. */
  readonly began?: number;
  /** The page was itself asked for by `next`, without the `added_after` that the walk began with. */
  readonly bare?: boolean;
}

/** What is paged through: `view` says in which form, and of which object if of one. */
export interface Resource {
  readonly collection: string;
  readonly view: string;
}

interface Sealed extends Place, Resource {
  readonly epoch: string;
  /** Milliseconds since the epoch, by the database's clock. */
  readonly made: number;
}

/**
 * The `next` of a page: sealed, and good for a day, to the organisation or person that it was given to. Nothing is kept
 * of it here. OpenCTI's connector leaves `added_after` out beside `next`, never lets go of the last `next` it was given, and
 * sends it for other collections, and for days beside the `added_after` of its later runs: refused, or gone on from, it
 * would lose what is there. So it begins anew.
 */
export class Next {
  constructor(
    private readonly secrets: Secrets,
    private readonly pulse: Pulse,
  ) {}

  seal(viewer: Viewer, { collection, view }: Resource, place: Place): string {
    const sealed: Sealed = { ...place, collection, view, epoch: this.pulse.head.epoch, made: this.pulse.now };
    const text = Buffer.from(JSON.stringify(sealed));
    // what is packed has a length by what is in it, and must not where it can be helped
    const plain = text.length > MOST_PLAIN ? deflateSync(text) : text;
    return this.secrets.seal('taxii next', plain, boundTo(viewer)).toString('base64url');
  }

  /**
   * Where to go on. Filters may be left out, but not changed, except for `added_after`: of another one and the place, the
   * later holds. Anew, from `added_after` with the same filters, begins a walk in another collection, and one whose client
   * left that out and has it now. Faults: `query_invalid` for an `added_after` that is none, `cursor_invalid`, `cursor_epoch`, `cursor_expired`; the latter two not where a time
   * to begin from is given.
   */
  open(viewer: Viewer, { collection, view }: Resource, next: string, given: Asked['given']): Place {
    const plain = /^[A-Za-z0-9_-]{1,8000}$/.test(next)
      ? this.secrets.open('taxii next', Buffer.from(next, 'base64url'), boundTo(viewer))
      : null;
    if (!plain) throw new Fault('cursor_invalid');
    const text = plain[0] === BRACE ? plain : inflateSync(plain);
    const { epoch, made, bare, ...sealed } = JSON.parse(text.toString()) as Sealed;
    if (sealed.view !== view) throw new Fault('cursor_invalid', 'it was given for another resource');
    const { added_after: after, ...others } = given;
    if (Object.keys(others).some((name) => sealed.given[name] !== others[name]))
      throw new Fault('cursor_invalid', 'the filters are not those that it was given for');
    const time = after === undefined ? undefined : instantOf(after);
    if (after !== undefined && time === undefined) throw new Fault('query_invalid', 'added_after has what is no time');
    const isOther = time !== undefined && time !== instantOf(sealed.given['added_after'] ?? '');
    const anew = { given: { ...sealed.given, ...given }, limit: sealed.limit };
    const isOld = epoch !== this.pulse.head.epoch || this.pulse.now - made > DAY_MS;
    if (time !== undefined && (bare || (isOther && isOld))) return anew;
    if (epoch !== this.pulse.head.epoch) throw new Fault('cursor_epoch');
    if (isOld) throw new Fault('cursor_expired', 'a next is good for a day');
    if (sealed.collection !== collection) return anew;
    // who names another time holds what he was given elsewhere: to him it was not gone before the walk began
    return isOther ? { ...anew, at: Math.max(time, sealed.at ?? time) } : sealed;
  }
}

const boundTo = ({ principal, ceiling }: Viewer): string => `${principal} ${ceiling}`;
