import { type JsonItem, JsonItems, MISP_LIMITS, parseJson } from '../../formats/index.js';
import { Fault, sha256 } from '../../kernel/index.js';
import { type EventReading, partsOf, type TakenEvents, UUID } from './misp-event.js';
import { type Portions, positionNote } from './portion.js';
import { JSON_TYPE, PullFailure, type Remote } from './remote.js';

/** Where a MISP is asked on. */
export interface SearchPosition {
  /** Seconds: all that was published up to then was taken. */
  readonly since?: number;
  /** Within a walk: the page, from 1, of so many events, and the latest publication among those taken. */
  readonly page?: number;
  readonly size?: number;
  readonly latest?: number;
}

const PAGE = 20;
const PAGE_BYTES = 64 << 20;
/** Events of an answer of a server that gives more than it was asked for. */
const MOST = 1_000;
/** What was published so shortly before may appear after: such events are asked for again, and taken once. */
const OVERLAP_S = 120;

interface Found {
  readonly json: unknown;
  /** Why it can't be read. */
  readonly fault?: Fault;
  readonly uuid: string | undefined;
  readonly stamp: string;
  readonly published: number;
}

/**
 * A MISP's `/events/restSearch`, walked by pages of what was published since. Publication counts, not the last change: what is being
 * written is not for others yet, and may be published long after its change.
 */
export class MispSearchPull {
  private before = '';

  constructor(
    private readonly remote: Remote,
    private readonly sourceId: string,
    private readonly taken: TakenEvents,
    /** Of the MISP, with a slash at its end. */
    private readonly url: string,
    private readonly reading: EventReading,
    private position: SearchPosition,
  ) {}

  async *portions(): Portions {
    for (;;) {
      const events = await this.page();
      if (!events) continue;
      const { since, page = 1, size = PAGE, latest = since ?? 0 } = this.position;
      const reached = Math.max(latest, ...events.map(({ published }) => published));
      const isLast = events.length === 0;
      this.position = isLast
        ? { since: Math.max(since ?? 0, latest - OVERLAP_S) }
        : { ...(since !== undefined && { since }), ...after(page, size), latest: reached };
      for (const { json, fault, uuid, stamp } of await this.due(events))
        yield {
          found: fault ? [{ at: `page ${page}`, fault }] : partsOf(json, `event ${uuid ?? ''}`, this.reading),
          note: async (sql) => (uuid === undefined ? undefined : this.taken.note(sql, uuid, stamp)),
        };
      yield { found: [], note: positionNote(this.sourceId, this.position) };
      if (isLast) return;
    }
  }

  /** Events of this page; undefined: it is too large, and asked for in pages of one. */
  private async page(): Promise<Found[] | undefined> {
    const { since = 0, page = 1, size = PAGE } = this.position;
    const asked = {
      returnFormat: 'json',
      published: true,
      deleted: [0, 1], // or it says nothing of what was deleted
      page,
      limit: size,
      ...(since > 0 && { publish_timestamp: String(since) }),
    };
    try {
      const url = new URL('events/restSearch', this.url).href;
      return this.other(eventsIn((await this.remote.ask(url, JSON_TYPE, PAGE_BYTES, asked)).body));
    } catch (error) {
      if (!(error instanceof PullFailure) || !error.more.isTooLarge) throw error;
      if (size === 1) return [unreadable(new Fault('body_too_large'), `page ${page}`)];
      this.position = { ...this.position, page: (page - 1) * size + 1, size: 1 };
      return undefined;
    }
  }

  /** A server that knows no pages gives the same for each. */
  private other(events: Found[]): Found[] {
    const these = events.map(({ uuid, stamp }) => `${uuid} ${stamp}`).join();
    if (events.length > 0 && these === this.before)
      throw new PullFailure('the server gives the same events for every page');
    this.before = these;
    return events;
  }

  private async due(events: readonly Found[]): Promise<Found[]> {
    const taken = await this.taken.of(events.flatMap(({ uuid }) => uuid ?? []));
    return events.filter(({ uuid, stamp }) => uuid === undefined || taken.get(uuid) !== stamp);
  }
}

/** The next page: pages of one end where one of the usual size begins. */
const after = (page: number, size: number): { page: number; size: number } =>
  size === 1 && page % PAGE === 0 ? { page: page / PAGE + 1, size: PAGE } : { page: page + 1, size };

/** How the answer begins: a list of events, bare or as `response`. */
const LIST = /^\uFEFF?\s*(?:\{\s*"response"\s*:\s*)?\[/;
/** Bytes of it that are cut at once. */
const SLICE = 1 << 16;

/** Event by event: one that can't be read is refused alone. */
function eventsIn(body: Buffer): Found[] {
  if (!LIST.test(body.toString('utf8', 0, 200)))
    throw new PullFailure('the answer is not what restSearch of a MISP gives');
  try {
    const items = new JsonItems(MISP_LIMITS.bytes);
    const events: JsonItem[] = [];
    for (let at = 0; at < body.length; at += SLICE) {
      events.push(...items.take(body.subarray(at, at + SLICE)));
      if (events.length > MOST)
        throw new PullFailure(`the answer has more than ${MOST} events, and ${PAGE} were asked for`);
    }
    events.push(...items.last());
    return events.map(({ at, fault, text }) => (fault ? unreadable(fault, at) : read(text)));
  } catch (error) {
    if (error instanceof Fault) throw new PullFailure(`the answer can’t be read: ${error.message}`);
    throw error;
  }
}

function read(text: Buffer): Found {
  try {
    return found(parseJson(text, MISP_LIMITS));
  } catch (error) {
    if (error instanceof Fault) return unreadable(error, sha256(text).toString('hex'));
    throw error;
  }
}

const unreadable = (fault: Fault, stamp: string): Found => ({
  json: undefined,
  fault,
  uuid: undefined,
  stamp,
  published: 0,
});

function found(json: unknown): Found {
  const event = (typeof json === 'object' && json !== null && 'Event' in json ? json.Event : json) as
    | { uuid?: unknown; timestamp?: unknown; publish_timestamp?: unknown }
    | null
    | undefined;
  const uuid = String(event?.uuid).toLowerCase();
  const published = Number(event?.publish_timestamp);
  return {
    json,
    uuid: UUID.test(uuid) ? uuid : undefined,
    stamp: `${String(event?.timestamp).slice(0, 20)} ${String(event?.publish_timestamp).slice(0, 20)}`,
    published: Number.isSafeInteger(published) ? published : 0,
  };
}
