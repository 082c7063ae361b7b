import { appendAudit } from '../audit/index.js';
import { Fault, type Observable, type Viewer } from '../kernel/index.js';
import { changeRights, type Head, type Log, type Pool, type Pulse } from '../platform/index.js';
import { Asked } from './asked.js';
import { type Compiled, compile } from './compile.js';
import { DEFAULTS } from './defaults.js';
import { parseEntries, printEntries } from './entries.js';
import type { MispList } from './warninglist.js';

/** A list that has a value. */
export interface Warning {
  /** Its id. */
  readonly list: string;
  readonly name: string;
}

/** A list as it is listed. */
export interface ListRead extends Omit<MispList, 'list'> {
  readonly id: string;
  readonly entries: number;
  /** Of every hub; the others were imported. */
  readonly own: boolean;
  readonly updated_at: string | null;
}

interface Row extends Omit<MispList, 'list'> {
  readonly id: string;
  readonly entries: number;
  readonly updated_at: Date;
}

const MOST_LISTS = 500;
const MOST_ENTRIES = 5_000_000;
const COLUMNS = 'id, name, description, version, type, matching_attributes, entries, updated_at';

/**
 * Values that are no indicators for many, or must not be blocked. Asked in memory, by whoever submits, extracts or exports;
 * a hit is a warning, and refuses nothing. Every process has the lists of the alliance a moment after they change.
 */
export class Warninglists {
  private own: readonly Compiled[] = [];
  /** Imported lists, by id, with the revision that was read. */
  private imported = new Map<string, { readonly revision: number; readonly list: Compiled }>();
  private all: readonly Compiled[] = [];
  /** The count of changes of rights that the lists were last read at. */
  private authority = -1;
  private reading: Promise<void> | undefined;
  private readonly onLook = (head: Head): void => this.looked(head);

  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly log: Log,
  ) {}

  /** Another one whenever an answer may have become another. */
  get version(): string {
    return [...this.imported]
      .map(([id, { revision }]) => `${id}@${revision}`)
      .toSorted()
      .join();
  }

  /** The lists that have a value; none for most. */
  hits(observable: Observable): readonly Warning[] {
    const warnings: Warning[] = [];
    const asked = new Asked(observable);
    for (const list of this.all) if (list.has(asked)) warnings.push({ list: list.id, name: list.name });
    return warnings;
  }

  /** The lists that have any of some values, each once. */
  hitsOf(observables: readonly Observable[]): readonly Warning[] {
    if (observables.length === 1 && observables[0]) return this.hits(observables[0]);
    const warnings = observables.flatMap((observable) => this.hits(observable));
    return [...new Map(warnings.map((warning) => [warning.list, warning])).values()];
  }

  async onModuleInit(): Promise<void> {
    this.own = await Promise.all(Object.entries(DEFAULTS).map(([id, list]) => compile(id, list)));
    this.all = this.own;
    await this.refresh();
    this.pulse.on('look', this.onLook);
  }

  beforeApplicationShutdown(): void {
    this.pulse.off('look', this.onLook);
  }

  async list(): Promise<ListRead[]> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from warninglist order by id`);
    const own = Object.entries(DEFAULTS).map(([id, { list, ...rest }]): ListRead => {
      return { id, ...rest, entries: list.length, own: true, updated_at: null };
    });
    return [...own, ...rows.map((row): ListRead => ({ ...row, own: false, updated_at: row.updated_at.toISOString() }))];
  }

  /** Its JSON, as MISP writes it. Faults: `not_found`. */
  async text(id: string): Promise<string> {
    if (Object.hasOwn(DEFAULTS, id)) return JSON.stringify(DEFAULTS[id]!);
    const { list, ...row } = await this.row(id);
    return `${JSON.stringify(aboutOf(row)).slice(0, -1)},"list":${list}}`;
  }

  private async row(id: string): Promise<Row & { list: string }> {
    const { rows } = await this.pool.query<Row & { list: string }>(
      `select ${COLUMNS}, list from warninglist where id = $1`,
      [id],
    );
    if (!rows[0]) throw new Fault('not_found');
    return rows[0];
  }

  /** Imports a list, in the place of what had its id. Faults: `invalid`, `limit_reached`, `conflict` for the hub's own. */
  async put(viewer: Viewer, id: string, list: MispList): Promise<ListRead> {
    if (id.startsWith('tocsin-')) throw new Fault('conflict', 'ids that begin with tocsin- are of the hub’s own lists');
    const compiled = await compile(id, list); // before anything is stored
    const text = await printEntries(list.list);
    const revision = await this.pool.transaction(async (sql) => {
      await sql.query(
        `insert into warninglist (id, name, description, version, type, matching_attributes, entries, list, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0)
         on conflict (id) do update set name = $2, description = $3, version = $4, type = $5, matching_attributes = $6, entries = $7,
           list = $8, updated_at = now()`,
        [id, list.name, list.description, list.version, list.type, list.matching_attributes, list.list.length, text],
      );
      // no right changes, but every process looks anew at what this count stands for; last, for whoever submits waits from here on
      const { authority } = await changeRights(sql);
      const { rows } = await sql.query<{ lists: number; entries: number }>(
        'select count(*)::int as lists, coalesce(sum(entries), 0)::int as entries from warninglist',
      );
      const { lists = 0, entries = 0 } = rows[0] ?? {};
      if (lists > MOST_LISTS) throw new Fault('limit_reached', `the hub keeps ${MOST_LISTS} lists`);
      if (entries > MOST_ENTRIES) throw new Fault('limit_reached', `the hub keeps ${MOST_ENTRIES} entries in all`);
      await sql.query('update warninglist set revision = $2 where id = $1', [id, authority]);
      const detail = { list: id, version: list.version, entries: list.list.length };
      await appendAudit(sql, [{ action: 'warninglist.import', viewer, detail }]);
      return authority;
    });
    this.imported.set(id, { revision, list: compiled }); // unless somebody has replaced it since, it is not made ready again
    await this.refresh();
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from warninglist where id = $1`, [id]);
    if (!rows[0]) throw new Fault('not_found'); // somebody else removed it at once
    return { ...rows[0], own: false, updated_at: rows[0].updated_at.toISOString() };
  }

  async remove(viewer: Viewer, id: string): Promise<void> {
    if (Object.hasOwn(DEFAULTS, id)) throw new Fault('conflict', 'this is one of the hub’s own lists');
    await this.pool.transaction(async (sql) => {
      await changeRights(sql);
      const { rowCount } = await sql.query('delete from warninglist where id = $1', [id]);
      if (!rowCount) throw new Fault('not_found');
      await appendAudit(sql, [{ action: 'warninglist.remove', viewer, detail: { list: id } }]);
    });
    await this.refresh();
  }

  private looked({ authority }: Head): void {
    if (authority === this.authority || this.reading) return;
    this.refresh().catch((error: unknown) => {
      if (!(error instanceof Fault)) this.log.failure(error, {}, 'the warninglists could not be read'); // the next look tries again
    });
  }

  private async compiled(id: string): Promise<Compiled> {
    const { list, ...row } = await this.row(id);
    return compile(id, { ...aboutOf(row), list: await parseEntries(list) });
  }

  /** Reads what has changed; calls at the same time wait for one that began after them. */
  private async refresh(): Promise<void> {
    while (this.reading) await this.reading.catch(() => undefined);
    this.reading = this.readChanged().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private async readChanged(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; revision: number; authority: number }>(
      'select w.id, w.revision, h.authority from head h left join warninglist w on true',
    );
    const next: typeof this.imported = new Map();
    for (const { id, revision } of rows) {
      if (id === null) continue;
      const known = this.imported.get(id);
      next.set(id, known?.revision === revision ? known : { revision, list: await this.compiled(id) });
    }
    this.imported = next;
    this.all = [...this.own, ...[...next.values()].map(({ list }) => list)];
    this.authority = rows[0]?.authority ?? this.authority;
  }
}

const aboutOf = ({ name, description, version, type, matching_attributes }: Row): Omit<MispList, 'list'> => ({
  name,
  description,
  version,
  type,
  matching_attributes,
});
