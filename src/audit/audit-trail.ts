import { Injectable } from '@nestjs/common';
import { Fault, type Viewer } from '../kernel/index.js';
import { Database, Secrets } from '../platform/index.js';
import { nextChain } from './audit-log.js';

/** An audit record as it is read. The number and the chain are for the alliance alone: gaps tell how much others do. */
export interface AuditRecord {
  readonly number?: number;
  readonly at: string;
  readonly action: string;
  readonly organisation: string | null;
  readonly by: Readonly<Record<string, string>> | null;
  readonly address: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What walking the chain found. */
export type Verdict =
  | { readonly ok: true; readonly records: number; readonly chain: string }
  | { readonly ok: false; readonly records: number; readonly first_bad: number };

interface Row {
  readonly number: number;
  readonly at: string;
  readonly organisation_id: string | null;
  readonly record: string;
  readonly chain: Buffer;
}

/** Which records, and in which order; all of them, the oldest first, unless told. */
export interface Asked {
  readonly after?: string | undefined;
  readonly limit: number;
  readonly order?: 'oldest' | 'newest' | undefined;
  /** What an action begins with: `key.` or `key.create`. */
  readonly action?: string | undefined;
  /** Who did it; or of whom it speaks, where nobody was signed in yet. */
  readonly person?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Records of one step of the walk along the chain. */
const STEP = 1_000;
const COLUMNS = `number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, organisation_id, record, chain`;

/** Reads the audit log: the alliance's administrators all of it, an organisation's what concerns their own. */
@Injectable()
export class AuditTrail {
  /** Records that a page with a filter looks at: then it ends, full or not, and `next` goes on. */
  lookedAt = 20_000;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Records in order, after a cursor. `next` is given as long as there may be more; with a filter a page may be empty. */
  async read(viewer: Viewer, asked: Asked): Promise<{ items: AuditRecord[]; next?: string }> {
    const all = viewer.role === 'alliance-admin';
    const { limit, after, order, action, person, since, until } = asked;
    const [beyond, direction, start] = order === 'newest' ? ['<', 'desc', Number.MAX_SAFE_INTEGER] : ['>', '', 0];
    const from = after === undefined ? start : this.opened(after, viewer);
    const own = all ? null : viewer.organisationId;
    const isFiltered = (action ?? person ?? since ?? until) !== undefined;
    const { rows } = await this.database.api.query<Row & { looked: number; reached: number }>(
      `with looked as materialized (
         select ${COLUMNS}, at as moment from audit_record
         where number ${beyond} $1 and ($2::uuid is null or organisation_id = $2) order by number ${direction} limit $3
       ), found as (
         select number, at, organisation_id, record, chain from looked
         where ($4::text is null or starts_with(record::json ->> 'action', $4))
           and ($5::text is null or coalesce(record::json -> 'by' ->> 'person', record::json -> 'detail' ->> 'person') = $5)
           and ($6::timestamptz is null or moment >= $6) and ($7::timestamptz is null or moment < $7)
         order by number ${direction} limit $8
       )
       select f.*, l.looked, l.reached from (
         select count(*)::int as looked, ${order === 'newest' ? 'min' : 'max'}(number) as reached from looked
       ) l left join found f on true order by f.number ${direction}`,
      [from, own, isFiltered ? this.lookedAt : limit + 1, action, person, since, until, limit + 1],
    );
    const found = rows.filter(({ number }) => number !== null);
    const page = found.slice(0, limit);
    const { looked = 0, reached = 0 } = rows[0] ?? {};
    const last =
      found.length > limit ? page.at(-1)?.number : isFiltered && looked === this.lookedAt ? reached : undefined;
    return {
      items: page.map((row) => present(row, all)),
      ...(last !== undefined && { next: this.sealed(last, viewer) }),
    };
  }

  /** Recomputes the chain from the first record to the head as it stands now, and names the first number that is wrong. */
  async verify(): Promise<Verdict> {
    const { rows: heads } = await this.database.api.query<{ number: number; chain: Buffer }>(
      'select number, chain from audit_head',
    );
    const head = heads[0];
    if (!head) return { ok: false, records: 0, first_bad: 1 };
    let chain: Buffer = Buffer.alloc(32);
    for (let number = 0; number < head.number;) {
      const { rows } = await this.database.api.query<Row>(
        `select ${COLUMNS} from audit_record where number > $1 and number <= $2 order by number limit ${STEP}`,
        [number, head.number],
      );
      for (const row of rows) {
        number += 1;
        chain = nextChain(chain, row.record);
        if (row.number !== number || !chain.equals(row.chain) || !isFaithful(row)) {
          return { ok: false, records: head.number, first_bad: number };
        }
      }
      if (rows.length === 0) return { ok: false, records: head.number, first_bad: number + 1 };
    }
    if (!chain.equals(head.chain)) return { ok: false, records: head.number, first_bad: head.number };
    return { ok: true, records: head.number, chain: chain.toString('hex') };
  }

  /** Cursors are sealed and of one length, so that they don't tell how many records others have. */
  private sealed(number: number, viewer: Viewer): string {
    const plain = Buffer.alloc(8);
    plain.writeBigUInt64BE(BigInt(number));
    return this.secrets.seal('audit-cursor', plain, viewer.principal).toString('base64url');
  }

  private opened(cursor: string, viewer: Viewer): number {
    const plain = this.secrets.open('audit-cursor', Buffer.from(cursor, 'base64url'), viewer.principal);
    if (!plain) throw new Fault('cursor_invalid', undefined, { pointer: '/after' });
    return Number(plain.readBigUInt64BE());
  }
}

interface Written {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly organisation?: string;
  readonly by?: Record<string, string>;
  readonly address: string;
  readonly detail?: Record<string, unknown>;
}

/** The columns beside the hashed text decide who may read it, so they are compared with it. */
function isFaithful(row: Row): boolean {
  const written = JSON.parse(row.record) as Written;
  return (
    written.number === row.number && written.at === row.at && (written.organisation ?? null) === row.organisation_id
  );
}

function present(row: Row, all: boolean): AuditRecord {
  const { action, organisation = null, by = null, address, detail = {} } = JSON.parse(row.record) as Written;
  return { ...(all && { number: row.number }), at: row.at, action, organisation, by, address, detail };
}
