import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pulse, Secrets } from '../../platform/index.js';
import type { Asked } from './filters.js';

const DAY_MS = 86_400_000;

/** Where a page ends, and what it was of: all that the next one needs. */
interface Place {
  /** Of the last that was given, in microseconds since the epoch; absent: begin anew. */
  readonly at?: number;
  readonly given: Readonly<Record<string, string>>;
  readonly limit: number;
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
 * of it here. OpenCTI's connector never lets go of the last `next` it was given, and sends it for other collections, and
 * beside the `added_after` of its next run: refused, it would lose what is there. So it begins anew there.
 */
export class Next {
  constructor(
    private readonly secrets: Secrets,
    private readonly pulse: Pulse,
  ) {}

  seal(viewer: Viewer, { collection, view }: Resource, place: Place): string {
    const sealed: Sealed = { ...place, collection, view, epoch: this.pulse.head.epoch, made: this.pulse.now };
    const plain = Buffer.from(JSON.stringify(sealed));
    return this.secrets.seal('taxii next', plain, boundTo(viewer)).toString('base64url');
  }

  /**
   * Where to go on. Filters may be left out, but not changed, except for `added_after`: with another, and in another
   * collection, there is no place to go on from, and the same filters begin anew. Faults: `cursor_invalid`, `cursor_epoch`,
   * `cursor_expired`.
   */
  open(viewer: Viewer, { collection, view }: Resource, next: string, given: Asked['given']): Place {
    const plain = /^[A-Za-z0-9_-]{1,8000}$/.test(next)
      ? this.secrets.open('taxii next', Buffer.from(next, 'base64url'), boundTo(viewer))
      : null;
    if (!plain) throw new Fault('cursor_invalid');
    const { epoch, made, ...sealed } = JSON.parse(plain.toString()) as Sealed;
    if (sealed.view !== view) throw new Fault('cursor_invalid', 'it was given for another resource');
    if (epoch !== this.pulse.head.epoch) throw new Fault('cursor_epoch');
    if (this.pulse.now - made > DAY_MS) throw new Fault('cursor_expired', 'a next is good for a day');
    const changed = Object.keys(given).filter((name) => sealed.given[name] !== given[name]);
    if (changed.some((name) => name !== 'added_after'))
      throw new Fault('cursor_invalid', 'the filters are not those that it was given for');
    const anew = sealed.collection !== collection || changed.length > 0;
    return anew ? { given: { ...sealed.given, ...given }, limit: sealed.limit } : sealed;
  }
}

const boundTo = ({ principal, ceiling }: Viewer): string => `${principal} ${ceiling}`;
