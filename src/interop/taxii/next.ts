import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pulse, Secrets } from '../../platform/index.js';
import type { Asked } from './filters.js';

const DAY_MS = 86_400_000;

/** Where a page ends, and what it was of: all that the next one needs. */
interface Place {
  /** Of the last that was given, in microseconds since the epoch. */
  readonly at: number;
  readonly given: Readonly<Record<string, string>>;
  readonly limit: number;
}

interface Sealed extends Place {
  readonly epoch: string;
  /** Milliseconds since the epoch, by the database's clock. */
  readonly made: number;
}

/**
 * The `next` of a page: sealed, and good for a day, to the organisation or person that it was given to, for the same
 * resource of the same collection. Nothing is kept of it here.
 */
export class Next {
  constructor(
    private readonly secrets: Secrets,
    private readonly pulse: Pulse,
  ) {}

  seal(viewer: Viewer, resource: string, place: Place): string {
    const sealed: Sealed = { ...place, epoch: this.pulse.head.epoch, made: this.pulse.now };
    const plain = Buffer.from(JSON.stringify(sealed));
    return this.secrets.seal('taxii next', plain, boundTo(viewer, resource)).toString('base64url');
  }

  /** Where to go on. Filters may be left out, but not changed. Faults: `cursor_invalid`, `cursor_epoch`, `cursor_expired`. */
  open(viewer: Viewer, resource: string, next: string, given: Asked['given']): Place {
    const plain = /^[A-Za-z0-9_-]{1,8000}$/.test(next)
      ? this.secrets.open('taxii next', Buffer.from(next, 'base64url'), boundTo(viewer, resource))
      : null;
    if (!plain) throw new Fault('cursor_invalid');
    const { epoch, made, ...place } = JSON.parse(plain.toString()) as Sealed;
    if (epoch !== this.pulse.head.epoch) throw new Fault('cursor_epoch');
    if (this.pulse.now - made > DAY_MS) throw new Fault('cursor_expired', 'a next is good for a day');
    if (Object.entries(given).some(([name, value]) => place.given[name] !== value))
      throw new Fault('cursor_invalid', 'the filters are not those that it was given for');
    return place;
  }
}

const boundTo = ({ principal, ceiling }: Viewer, resource: string): string => `${principal} ${ceiling} ${resource}`;
