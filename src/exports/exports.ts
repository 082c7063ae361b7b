import { createHash } from 'node:crypto';
import type { Book, Visible } from '../audience/index.js';
import type { AuditLog } from '../audit/index.js';
import { hostsFile, type ListFormat, plainList, rpzZone, suricataRules } from '../formats/index.js';
import { Fault, tlpRank, type Tlp, type Viewer } from '../kernel/index.js';
import { network } from '../members/index.js';
import { type Config, type Database, type Secrets, Snapshot, type Sql } from '../platform/index.js';
import { parseQuery, type Query } from '../query/index.js';
import { BlockList, Tally } from './block-list.js';
import { OBJECT_FORMATS } from './bodies.js';
import { Disputes } from './disputes.js';
import { type Clock, clockOf, Freshness } from './freshness.js';
import { printList } from './list-body.js';
import { Turns } from './turns.js';
import { exporting, makersOf, stillSeen, walk, type Ways } from './walk.js';
import type { NeverBlocked } from './never-blocked.js';

const LISTS: Readonly<Record<'txt' | 'hosts' | 'rpz' | 'suricata', () => ListFormat>> = {
  txt: () => plainList,
  hosts: () => hostsFile,
  rpz: () => rpzZone,
  suricata: suricataRules,
};

/** Under way at a time in one process: fewer than it has connections for them. */
const AT_ONCE = 6;

export const EXPORT_FORMATS = ['stix', 'csv', 'ndjson', 'misp', 'txt', 'hosts', 'rpz', 'suricata'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What is asked for, read. */
export interface Wanted {
  readonly viewer: Viewer;
  readonly format: ExportFormat;
  readonly query: Query;
  readonly clock: Clock;
  readonly seen: Visible;
  readonly book: Book;
}

/** An export that has begun. `etag`: undefined where another moment makes another body. */
export interface Begun {
  readonly etag: string | undefined;
  readonly chunks: AsyncGenerator<string>;
}

const isList = (format: ExportFormat): format is keyof typeof LISTS => format in LISTS;

/** What a format is called outside. */
export function kindOf(format: ExportFormat): { readonly mediaType: string; readonly extension: string } {
  return isList(format) ? LISTS[format]() : OBJECT_FORMATS[format];
}

/** Everything that matches a query and that the viewer sees, in one format, streamed from one view of the database. */
export class Exports {
  private readonly freshness = new Freshness();
  private readonly turns = new Turns(AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly audit: AuditLog,
    private readonly ways: Ways,
    private readonly neverBlocked: NeverBlocked,
  ) {}

  /** Faults: `query_invalid`. */
  async want(caller: Viewer, text: string, format: ExportFormat): Promise<Wanted> {
    const viewer = exporting(caller);
    const book = await this.ways.audiences.current();
    const read = (now: number) =>
      parseQuery(text, { now, counts: true, organisation: (name) => book.organisationsByName.get(name)?.id });
    const now = Date.now();
    const query = read(now);
    const clock = clockOf(query, read(now + 60_000), isList(format));
    return { viewer, format, query, clock, seen: this.ways.audiences.ofBook(viewer, book), book };
  }

  /** The tag of what would be exported now, by where the ledgers in sight stand: nothing is read of what is in them. */
  async etag(wanted: Wanted): Promise<string | undefined> {
    return (await this.stateOf(wanted, this.database.api)).etag;
  }

  /** Faults: `rate_limited` when the organisation has as many under way as it may; `busy` when all have. */
  async begin(wanted: Wanted, signal: AbortSignal): Promise<Begun> {
    const [snapshot, over] = await this.open();
    const stop = () => void snapshot.callOff();
    signal.addEventListener('abort', stop, { once: true });
    const close = async () => {
      signal.removeEventListener('abort', stop);
      await snapshot.close();
      over();
    };
    try {
      await this.takePlace(snapshot, wanted.viewer);
      const state = await this.stateOf(wanted, snapshot);
      await this.audit.record({ action: 'export', viewer: wanted.viewer, detail: { format: wanted.format } });
      return { etag: state.etag, chunks: this.chunks(wanted, snapshot, state, close) };
    } catch (error) {
      await close();
      throw error;
    }
  }

  private async open(): Promise<[Snapshot, over: () => void]> {
    const over = await this.turns.take();
    try {
      return [await Snapshot.open(this.database.exports, this.database.api), over];
    } catch (error) {
      over();
      throw error;
    }
  }

  private async *chunks(
    wanted: Wanted,
    snapshot: Snapshot,
    { made, at }: State,
    close: () => Promise<void>,
  ): AsyncGenerator<string> {
    const { viewer, format, query, seen } = wanted;
    try {
      const pages = walk(this.ways, snapshot, wanted);
      if (!isList(format))
        return yield* OBJECT_FORMATS[format].print(
          pages,
          {
            body: uuidOf(this.secrets.mac('export', `${made} id`)),
            question: uuidOf(this.secrets.mac('export', `${viewer.organisationId} ${query.text}`)),
          },
          (ids, most) => makersOf(this.ways, snapshot, wanted, { ids, most }),
          (rows) => stillSeen(this.ways, wanted, rows),
        );
      const tally = new Tally();
      const disputes = await Disputes.read(snapshot, seen, viewer.organisationId);
      const list = new BlockList(tally, disputes, this.neverBlocked, at);
      const words = { format, query: query.text, at, most: narrowest(wanted) };
      yield* printList(pages, LISTS[format](), list, tally, words);
      this.freshness.keep(made, { at, until: tally.until });
    } finally {
      await close();
    }
  }

  /** A place of the organisation's, over all hub processes, for as long as the snapshot is open. */
  private async takePlace(snapshot: Snapshot, { organisationId, address }: Viewer): Promise<void> {
    const whose = organisationId || network(address);
    for (let place = 0; place < this.config.limits.exports; place += 1) {
      const number = createHash('sha256').update(`export ${whose} ${place}`).digest().readBigInt64BE();
      const { rows } = await snapshot.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [
        String(number),
      ]);
      if (rows[0]?.got) return;
    }
    throw new Fault('rate_limited', 'the organisation has as many exports under way as it may', {
      headers: { 'retry-after': '10' },
    });
  }

  private async stateOf({ format, query, clock, seen, book }: Wanted, sql: Sql): Promise<State> {
    const { rows } = await sql.query<{ id: number; chain: Buffer }>(
      'select id, chain from audience where id = any($1::int[]) and position > 0 order by id',
      [[...seen.ids]],
    );
    const heads = rows.map(({ id, chain }) => `${book.audiences.get(id)?.ref} ${chain.toString('base64url')}`);
    const made = [seen.key, format, query.text, this.neverBlocked.version, ...heads].join('\n');
    const now = Date.now();
    const at = isList(format) ? this.freshness.at(made, now) : now;
    // only a list tells when the first of what is in it runs out
    const isSure = clock === 'none' || (clock === 'expiry' && isList(format));
    const tag = this.secrets.mac('export', `${made}\n${isList(format) ? at : ''}`);
    return { made, at, etag: isSure ? `W/"${tag.toString('base64url').slice(0, 32)}"` : undefined };
  }
}

interface State {
  /** All that a body is made of, but the time. */
  readonly made: string;
  readonly at: number;
  readonly etag: string | undefined;
}

function narrowest({ seen, book }: Wanted): Tlp | undefined {
  const labels = seen.ids.flatMap((id) => book.audiences.get(id)?.tlp ?? []);
  return labels.toSorted((a, b) => tlpRank(b) - tlpRank(a))[0];
}

/** A uuid of version 5: STIX's own schema knows of no later one (RFC 9562 has 8 for what is made in ways of one's own). */
function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
