import { createHash } from 'node:crypto';
import {
  type CsafContext,
  csafExport,
  type CsafExport,
  csafFileName,
  initialRelease,
  pathOf,
  type Published,
  publishedOf,
} from '../../../formats/index.js';
import { Fault, type StixObject } from '../../../kernel/index.js';
import { type Config, type Log, type Pool, Rounds } from '../../../platform/index.js';
import { baseOf, FOLDER_OF } from './folders.js';
import type { OpenPgpKey } from './openpgp-key.js';

/** It is made once, for everybody who may ever get it: what supersedes it may be for fewer by then. */
const unnamed = (published: Published | undefined): Published | undefined =>
  published?.withdrawn
    ? { ...published, withdrawn: { at: published.withdrawn.at, reason: published.withdrawn.reason } }
    : published;

const LOOK_MS = 1_000;
/** After a failure, which the next look would most likely meet again. */
const PAUSE_MS = 30_000;
const BATCH = 20;

interface Row {
  seq: number;
  no: number;
  audience_id: number;
  body: string;
}

/**
 * Makes the CSAF document of each published advisory, once: its bytes, hashes and signature are kept, and never made again.
 * Every hub process does; the table lets one of them. What can't be said in CSAF is kept with the reason.
 */
export class DocumentMaker {
  private readonly rounds: Rounds;
  /** Up to here in the log nothing is missing. */
  private done = 0;

  constructor(
    private readonly pool: Pool,
    private readonly config: Config,
    private readonly key: OpenPgpKey,
    private readonly log: Log,
  ) {
    const pauses = { everyMs: LOOK_MS, afterFailureMs: PAUSE_MS };
    this.rounds = new Rounds(() => this.look(), log, 'making CSAF documents failed', pauses);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Makes what is missing. */
  async look(): Promise<void> {
    const { rows: heads } = await this.pool.query<{ seq: number }>('select seq from head');
    const head = heads[0]?.seq ?? 0;
    if (head === this.done) return;
    for (let full = true; full && !this.rounds.stopped;) {
      const rows = await this.missing();
      for (const row of rows) await this.make(row);
      full = rows.length === BATCH;
    }
    if (!this.rounds.stopped) this.done = head;
  }

  /** Advisories without a document. What is TLP:RED is left alone altogether. */
  private async missing(): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(
      `select o.seq, o.no, o.audience_id, v.body from object o join version v on v.seq = o.seq
       where o.type = 'report' and o.seq > $1 and o.tlp < 4
         and not exists (select from csaf_document d where d.seq = o.seq and d.csaf_version = '2.0')
       order by o.seq limit ${BATCH}`,
      [this.done],
    );
    return rows;
  }

  private async make(row: Row): Promise<void> {
    const report = JSON.parse(row.body) as StixObject;
    const published = unnamed(publishedOf(report));
    if (!published) return this.keepRefusal(row, report, 'it is no advisory of this hub');
    try {
      const made = await csafExport(published, await this.contextOf(row, published), '2.0');
      await this.keep(row, made, await this.key.sign(made.body));
    } catch (error) {
      if (error instanceof Fault && error.code !== 'csaf_unexpressible') throw error;
      if (!(error instanceof Fault)) this.log.failure(error, { seq: row.seq }, 'a CSAF document can’t be made'); // others can
      await this.keepRefusal(row, report, error instanceof Fault ? (error.detail ?? error.code) : 'it can’t be made');
    }
  }

  /** Earlier versions are told as far as all may know of them who see this one. */
  private async contextOf({ no, audience_id: audience }: Row, published: Published): Promise<CsafContext> {
    const { rows: organisations } = await this.pool.query<{ id: string; name: string }>(
      'select id, name from organisation',
    );
    const { rows } = await this.pool.query<{ body: string }>(
      `select v.body from (select seq, audience_id, op from entry where seq = $1
         union all select seq, audience_id, op from entry where object_no = $1 and seq <> $1) e
       join version v on v.seq = e.seq where e.audience_id = $2 and e.op <> 3 order by e.seq`,
      [no, audience],
    );
    const versions = rows
      .map(({ body }) => publishedOf(JSON.parse(body) as StixObject))
      .filter((one) => one !== undefined);
    const earlier = versions.map((one) => ({ version: one.version, published: one.published }));
    const year = new Date(initialRelease(published, { earlier })).getUTCFullYear();
    const folder = FOLDER_OF[published.tlp];
    return {
      namespace: this.config.publicUrl,
      names: new Map(organisations.map(({ id, name }) => [`identity--${id}`, name])),
      earlier,
      ...(folder && {
        self: `${baseOf(this.config)}/${folder}/${pathOf({ year, fileName: csafFileName(published.id) })}`,
      }),
    };
  }

  private async keep({ seq }: Row, made: CsafExport, signature: string): Promise<void> {
    const hash = (algorithm: string) => createHash(algorithm).update(made.body).digest();
    await this.pool.query(
      `insert into csaf_document (seq, csaf_version, advisory_id, file_name, year, title, published, updated, body, sha256, sha512, signature)
       values ($1, '2.0', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        seq,
        made.trackingId,
        made.fileName,
        made.year,
        made.title,
        made.published,
        made.updated,
        made.body,
        hash('sha256'),
        hash('sha512'),
        signature,
      ],
    );
  }

  private async keepRefusal({ seq }: Row, { id, name = '' }: StixObject, reason: string): Promise<void> {
    await this.pool.query(
      `insert into csaf_document (seq, csaf_version, advisory_id, file_name, year, title, published, updated, refused)
       values ($1, '2.0', $2, $3, 0, $4, '', '', $5) on conflict do nothing`,
      [seq, id, csafFileName(id), name, reason],
    );
  }
}
