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

/** Records of one step of the walk along the chain. */
const STEP = 1_000;
const COLUMNS = `number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, organisation_id, record, chain`;

/** Reads the audit log: the alliance's administrators all of it, an organisation's what concerns their own. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Records in order, after a cursor. `next` is given as long as there is more. */
  async read(
    viewer: Viewer,
    after: string | undefined,
    limit: number,
  ): Promise<{ items: AuditRecord[]; next?: string }> {
    const all = viewer.role === 'alliance-admin';
    const from = after === undefined ? 0 : this.opened(after, viewer);
    const { rows } = await this.database.api.query<Row>(
      `select ${COLUMNS} from audit_record
       where number > $1 and ($2::uuid is null or organisation_id = $2) order by number limit $3`,
      [from, all ? null : viewer.organisationId, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => present(row, all)),
      ...(rows.length > limit && last && { next: this.sealed(last.number, viewer) }),
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
