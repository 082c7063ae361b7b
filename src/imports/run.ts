import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Errands } from '../auth/index.js';
import type { Exchange, Outcome } from '../exchange/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type ItemBudget, warningsOf, withWarnings } from '../indicators/index.js';
import type { Pool, Sql } from '../platform/index.js';
import type { Warninglists } from '../warninglists/index.js';
import { type Asked, asked, type Told, told } from './asked.js';
import { mispContext, type Options } from './defaults.js';
import type { JobRow } from './job.js';
import { noteLine, outcomeLine } from './outcome-lines.js';
import { type Part, READERS } from './readers.js';

/** What of a file makes one submission, at most: whoever publishes something waits as long as one takes. */
const CHUNK = 200;
/** Made ready in one go: feeds and requests have the event loop in between. */
const SLICE = 50;
/** A file is given to its reader in bits of so many bytes: how far it is read is told no finer. */
const STRIDE_BYTES = 1 << 14;
/** What was read before is passed over in larger ones. */
const PASSED_OVER = 1_000;
/** How long to let what others submit go first, at most, and how often to look. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 5;

/** What a run needs of the hub. */
export interface Hands {
  readonly pool: Pool;
  readonly exchange: Pick<Exchange, 'submit' | 'waiting'>;
  readonly budget: Pick<ItemBudget, 'take'>;
  readonly errands: Errands;
  readonly lists: Pick<Warninglists, 'hitsOf'>;
}

/** What of a file goes in together, and how far it was read for that. */
interface Chunk {
  readonly asked: readonly Asked[];
  readonly position: number;
}

/** What was to be read is somebody else's now, or nobody's. */
export class Lost extends Error {}

/**
 * Reads a job's file from where it was left. What becomes of a chunk is written in the transaction that takes it, with how
 * far the file is read: whatever happens to the process, no item is passed over and none goes in twice.
 */
export class Run {
  private position = 0;
  private readonly options: Options;
  private viewer: Viewer;
  private found: number;
  /** The chunk that is on its way, or was last. */
  private submitted: Promise<void> | undefined;

  constructor(
    private readonly hands: Hands,
    private readonly job: JobRow,
    private readonly claim: string,
    /** Asked between chunks: whether to leave off. */
    private readonly leaveOff: () => Promise<boolean>,
  ) {
    this.options = JSON.parse(job.options) as Options;
    const { organisation_id: organisationId, created_by: by } = job;
    this.viewer = hands.errands.viewer(`import:${job.id}`, { organisationId, by });
    this.found = job.found;
  }

  /** Whether the whole file was read. Throws {@link Lost}, or the Fault that ends or delays it. Nothing is under way after it. */
  async work(): Promise<boolean> {
    try {
      return await this.read();
    } finally {
      await this.submitted?.catch(() => undefined); // what it throws was told, or something was before it
    }
  }

  private async read(): Promise<boolean> {
    const reader = READERS[this.job.format]?.(
      this.options.mapping,
      mispContext(this.options, this.job.organisation_id),
    );
    if (!reader) throw new Fault('unsupported_media_type', `there is no format ${this.job.format} here`);
    let number = 0;
    let chunk: Part[] = [];
    let broken: Fault | undefined;
    for await (const found of this.finds(reader)) {
      if (found instanceof Fault) {
        broken = found;
        break;
      }
      if (++number <= this.job.found) {
        if (number % PASSED_OVER === 0) await setImmediate();
        continue;
      }
      if (chunk.push(found) < CHUNK) continue;
      if (await this.hand(chunk)) return false;
      chunk = [];
    }
    if (chunk.length > 0 && (await this.hand(chunk))) return false;
    await this.submitted;
    if (broken) throw broken;
    return true;
  }

  /** Submits a chunk, made ready while the one before is being written. True: it is time to leave off, and was not submitted. */
  private async hand(found: readonly Part[]): Promise<boolean> {
    const chunk = await this.ready(found);
    if (this.submitted) {
      await this.submitted;
      if (await this.leaveOff()) return true;
    }
    this.submitted = this.submit(chunk);
    this.submitted.catch(() => undefined); // told to who waits for it
    return false;
  }

  /** What the reader comes upon, and at last why it can't go on, if it can't. */
  private async *finds(reader: ReturnType<(typeof READERS)[string]>): AsyncGenerator<Part | Fault> {
    try {
      yield* reader(this.bytes());
    } catch (error) {
      if (!(error instanceof Fault) || error.status >= 500) throw error; // the database's, not the file's
      yield error;
    }
  }

  private async *bytes(): AsyncGenerator<Uint8Array> {
    for (let no = 0; ; no++) {
      const { rows } = await this.hands.pool.query<{ bytes: Buffer }>(
        'select bytes from import_chunk where job_id = $1 and no = $2',
        [this.job.id, no],
      );
      if (!rows[0]) return;
      const { bytes } = rows[0];
      for (let at = 0; at < bytes.length; at += STRIDE_BYTES) {
        const some = bytes.subarray(at, at + STRIDE_BYTES);
        this.position += some.length;
        yield some;
      }
    }
  }

  /** As changes; feeds and requests have the event loop in between. */
  private async ready(found: readonly Part[]): Promise<Chunk> {
    const { position } = this;
    const all: Asked[] = [];
    for (const [i, one] of found.entries()) {
      all.push(asked(one, this.options, this.job.created_at));
      if (i % SLICE === SLICE - 1) await setImmediate();
    }
    return { asked: all, position };
  }

  private async submit(chunk: Chunk): Promise<void> {
    const changes = chunk.asked.flatMap((one) => one.changes);
    await this.giveWay();
    if (changes.length === 0) {
      await this.hands.pool.transaction((sql) => this.record(sql, chunk, []));
    } else {
      this.viewer = await this.hands.errands.renew(this.viewer);
      await this.hands.budget.take(this.viewer, changes.length);
      const warnings = await warningsOf(changes, this.hands.lists);
      const said = changes.some((change) => change.do === 'put' && change.tlp === 'red'); // be it refused
      await this.hands.exchange.submit({
        viewer: this.viewer,
        changes,
        door: 'import',
        errand: { import: this.job.id },
        settle: (sql, outcomes, red) => this.record(sql, chunk, withWarnings(outcomes, warnings), said || red),
      });
    }
    this.found += chunk.asked.length;
  }

  private async giveWay(): Promise<void> {
    for (let waited = 0; this.hands.exchange.waiting > 0 && waited < PATIENCE_MS; waited += LOOK_MS)
      await setTimeout(LOOK_MS);
  }

  /** Under the head's lock: what became of the chunk and how far the file is read, or nothing of it. */
  private async record(
    sql: Sql,
    { asked: all, position }: Chunk,
    outcomes: readonly Outcome[],
    red = false,
  ): Promise<void> {
    const tellings = [...told(all, outcomes)];
    const count = (what: Outcome['outcome']) =>
      tellings.filter((one) => 'outcome' in one && one.outcome.outcome === what).length;
    const { rowCount } = await sql.query(
      `update import_job set found = $4, position = $5, created = created + $6, updated = updated + $7,
         unchanged = unchanged + $8, rejected = rejected + $9, notes = notes + $10, red = red or $11,
         warned = warned + $12, tries = 0,
         changed_at = clock_timestamp()
       where id = $1 and claim = $2 and found = $3 and state = 'running'`,
      [
        this.job.id,
        this.claim,
        this.found,
        this.found + all.length,
        position,
        count('created'),
        count('updated'),
        count('unchanged'),
        count('rejected'),
        tellings.filter((one) => 'note' in one).length,
        red,
        tellings.filter((one) => 'outcome' in one && one.outcome.warnings !== undefined).length,
      ],
    );
    if (!rowCount) throw new Lost();
    await sql.query('insert into import_outcome (job_id, found, lines) values ($1, $2, $3)', [
      this.job.id,
      this.found,
      tellings.map(line).join(''),
    ]);
  }
}

const line = (one: Told): string => ('note' in one ? noteLine(one.at, one.note) : outcomeLine(one.at, one.outcome));
