import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Audiences, groupsOf } from '../audience/index.js';
import { appendAudit } from '../audit/index.js';
import { layoutOf, lookInto, refusePacked, tlpFromLabel } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Config, Pool } from '../platform/index.js';
import { checkDefaults, type ImportAsk, type Options, optionsOf } from './defaults.js';
import { COLUMNS, type JobRead, type JobRow, present, principalOf } from './job.js';
import { formatSaid } from './readers.js';

/** Bytes of a row that holds a part of a file. */
export const CHUNK_BYTES = 1 << 18;

/** Takes files in: what was answered is on disk, part by part, and never all in memory. */
export class Receiving {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly limits: Config['imports'],
  ) {}

  /**
   * Keeps a file to be read by and by. Faults: `limit_reached`, `body_too_large`, `unsupported_media_type` for one that is
   * packed, `invalid` for an empty one, those of a label and an audience.
   */
  async take(viewer: Viewer, stream: Readable, ask: ImportAsk): Promise<JobRead> {
    const options = optionsOf(ask);
    await checkDefaults(viewer, options, this.audiences);
    const id = randomUUID();
    await this.begin(viewer, id, ask, options);
    try {
      const head = await this.store(id, stream);
      const format = await formatIn(head, ask);
      return await this.finish(viewer, id, format, options);
    } catch (error) {
      await this.pool.query('delete from import_job where id = $1', [id]).catch(() => undefined); // else it is swept away
      throw error;
    }
  }

  private async begin(viewer: Viewer, id: string, { name, format }: ImportAsk, options: Options): Promise<void> {
    const { tlp } = options.defaults;
    const red = tlp !== undefined && tlpFromLabel(tlp) === 'red';
    await this.pool.transaction(async (sql) => {
      await sql.query('select from organisation where id = $1 for no key update', [viewer.organisationId]);
      const { rows } = await sql.query<{ count: number }>(
        `select count(*)::int as count from import_job
         where organisation_id = $1 and state in ('receiving', 'waiting', 'running')`,
        [viewer.organisationId],
      );
      if ((rows[0]?.count ?? 0) >= this.limits.jobs)
        throw new Fault('limit_reached', `an organisation has at most ${this.limits.jobs} imports at once`);
      await sql.query(
        `insert into import_job (id, organisation_id, created_by, name, format, options, red) values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, viewer.organisationId, principalOf(viewer), plainName(name), format, JSON.stringify(options), red],
      );
    });
  }

  /** Returns how the file begins. */
  private async store(id: string, stream: Readable): Promise<Buffer> {
    let size = 0;
    let no = 0;
    let head: Buffer | undefined;
    for await (const chunk of chunksOf(stream)) {
      size += chunk.length;
      if (size > this.limits.bytes) throw new Fault('body_too_large', `a file has at most ${this.limits.bytes} bytes`);
      if (!head) refusePacked(chunk);
      head ??= chunk;
      const { rowCount } = await this.pool.query(
        `with part as (insert into import_chunk (job_id, no, bytes) values ($1, $2, $3))
         update import_job set size = size + $4, changed_at = clock_timestamp() where id = $1 and state = 'receiving'`,
        [id, no++, chunk, chunk.length],
      );
      if (!rowCount) throw new Fault('conflict', 'the import was cancelled');
    }
    if (!head) throw new Fault('invalid', 'the file is empty');
    return head;
  }

  /** The sharing groups that events of this sender may name. Kept with the job: where it goes on is found by reading all alike. */
  async groups(viewer: Viewer): Promise<string[]> {
    return [...groupsOf(await this.audiences.current(), viewer.organisationId)];
  }

  private async finish(viewer: Viewer, id: string, format: string, given: Options): Promise<JobRead> {
    const options = format === 'misp' ? { ...given, groups: await this.groups(viewer) } : given;
    return this.pool.transaction(async (sql) => {
      const { rows } = await sql.query<JobRow>(
        `update import_job set state = 'waiting', format = $2, options = $3, changed_at = clock_timestamp(), next_at = clock_timestamp()
         where id = $1 and state = 'receiving' returning ${COLUMNS}`,
        [id, format, JSON.stringify(options)],
      );
      const job = rows[0];
      if (!job) throw new Fault('conflict', 'the import was cancelled');
      await appendAudit(sql, [{ action: 'import.create', viewer, detail: { import: id, format, bytes: job.size } }]);
      return present(job);
    });
  }
}

/** A name to show: no folders, nothing that can't be seen or turns the text around. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, 200);
}

async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    held += part.length;
    if (held < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    [parts, held] = [[], 0];
  }
  if (held > 0) yield Buffer.concat(parts);
}

/** The format of a file that begins so. A mapping that its beginning does not bear out is refused now rather than later. */
async function formatIn(head: Buffer, ask: ImportAsk): Promise<string> {
  const lines = (await lookInto(Readable.from([head]))).head;
  const told = formatSaid(lines, ask);
  if (told === 'csv') layoutOf(lines, ask.mapping);
  return told;
}

/** As much of a file as is looked at, the rest of which is dropped. */
export async function headOf(stream: Readable, bytes = CHUNK_BYTES): Promise<Buffer> {
  const parts: Buffer[] = [];
  let held = 0;
  for await (const part of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    parts.push(part);
    if ((held += part.length) >= bytes) break;
  }
  stream.resume();
  return Buffer.concat(parts);
}
