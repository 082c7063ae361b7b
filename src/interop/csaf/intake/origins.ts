import { type Audiences, visibleSql } from '../../../audience/index.js';
import { Fault, type Viewer } from '../../../kernel/index.js';
import type { Pool } from '../../../platform/index.js';

/**
 * What names a document: ids are unique for each publisher (CSAF 2.0, 3.2.1.12.4), and who a publisher is, is no more than the
 * document's word. So what came one way is never taken for what came another.
 */
export interface OriginKey {
  /** Fingerprint of the key that an administrator pinned for the provider it was pulled from; null: handed in. */
  readonly pinned: string | null;
  readonly namespace: string;
  readonly trackingId: string;
}

/** An organisation's import of a document, so far. */
export interface Origin extends OriginKey {
  readonly organisationId: string;
  readonly advisoryId: string | null;
  /** Null: begun, and not published yet. */
  readonly trackingVersion: string | null;
  readonly sha256: Buffer | null;
  /** The version of the advisory that the last import published. */
  readonly advisoryVersion: number | null;
}

/** What is kept of a document once its advisory is published. */
export interface Imported {
  readonly trackingVersion: string;
  readonly sha256: Buffer;
  readonly publisher: string;
  readonly csafVersion: string;
  readonly sourceUrl: string | undefined;
  readonly signedBy: string | undefined;
  readonly lost: readonly string[];
  readonly advisoryVersion: number;
}

/** Where an advisory comes from, as those are told who see the advisory. */
export interface OriginRead {
  readonly advisory: string;
  readonly publisher: string;
  readonly namespace: string;
  readonly tracking_id: string;
  readonly tracking_version: string;
  readonly csaf_version: string;
  readonly source_url: string | null;
  /** Fingerprint of the OpenPGP key whose signature was checked; null: none was. */
  readonly signed_by: string | null;
  readonly lost: readonly string[];
  readonly imported_at: string;
}

/** How long an import may take before another may begin it again. */
const CLAIM = `interval '2 minutes'`;
const KEY = 'organisation_id = $1 and source = $2 and namespace = $3 and tracking_id = $4';

const keyOf = ({ organisationId, pinned, namespace, trackingId }: OriginKey & { organisationId: string }) => [
  organisationId,
  pinned ?? '',
  namespace,
  trackingId,
];

/** The documents that organisations imported. One import of a document is under way at a time. */
export class Origins {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** Runs `work` with the organisation's origin of this document for itself. Fault: `conflict` while another has it. */
  async claimed<T>({ organisationId }: Viewer, document: OriginKey, work: (origin: Origin) => Promise<T>): Promise<T> {
    const key = keyOf({ ...document, organisationId });
    await this.pool.query(
      'insert into csaf_origin (organisation_id, source, namespace, tracking_id) values ($1, $2, $3, $4) on conflict do nothing',
      key,
    );
    const { rows } = await this.pool.query<{
      advisory_id: string | null;
      tracking_version: string | null;
      sha256: Buffer | null;
      advisory_version: number | null;
    }>(
      `update csaf_origin set claimed_until = clock_timestamp() + ${CLAIM}
       where ${KEY} and (claimed_until is null or claimed_until < clock_timestamp())
       returning advisory_id, tracking_version, sha256, advisory_version`,
      key,
    );
    const [row] = rows;
    if (!row) throw new Fault('conflict', 'the document is being imported right now');
    try {
      const { advisory_id: advisoryId, tracking_version: trackingVersion, sha256 } = row;
      const so = { advisoryId, trackingVersion, sha256, advisoryVersion: row.advisory_version };
      return await work({ ...document, organisationId, ...so });
    } finally {
      await this.pool.query(`update csaf_origin set claimed_until = null where ${KEY}`, key);
    }
  }

  /** The advisory that is made of it: known before it is published, so that it is never made twice. */
  async begin(origin: Origin, advisoryId: string): Promise<void> {
    await this.pool.query(`update csaf_origin set advisory_id = $5 where ${KEY}`, [...keyOf(origin), advisoryId]);
  }

  async finish(origin: Origin, done: Imported): Promise<void> {
    await this.pool.query(
      `update csaf_origin set tracking_version = $5, sha256 = $6, publisher = $7, csaf_version = $8, source_url = $9, signed_by = $10,
         lost = $11, advisory_version = $12, imported_at = clock_timestamp() where ${KEY}`,
      [
        ...keyOf(origin),
        done.trackingVersion,
        done.sha256,
        done.publisher,
        done.csafVersion,
        done.sourceUrl,
        done.signedBy,
        JSON.stringify(done.lost),
        done.advisoryVersion,
      ],
    );
  }

  /** Latest import first, of advisories that the viewer may see. `advisory`: of that one alone. */
  async list(
    viewer: Viewer,
    { limit, advisory }: { limit: number; advisory?: string | undefined },
  ): Promise<OriginRead[]> {
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [limit, advisory ?? null];
    const rule = visibleSql(seen, 'o', (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<
      Omit<OriginRead, 'lost' | 'imported_at'> & { lost: string; imported_at: Date }
    >(
      `select c.advisory_id as advisory, c.publisher, c.namespace, c.tracking_id, c.tracking_version, c.csaf_version, c.source_url,
         c.signed_by, c.lost, c.imported_at
       from csaf_origin c join object o on o.id = c.advisory_id and o.organisation_id = c.organisation_id
       where c.tracking_version is not null and ($2::text is null or c.advisory_id = $2) and ${rule}
       order by c.imported_at desc, c.advisory_id limit $1`,
      values,
    );
    return rows.map(({ lost, imported_at: at, ...row }) => ({
      advisory: row.advisory,
      publisher: row.publisher,
      namespace: row.namespace,
      tracking_id: row.tracking_id,
      tracking_version: row.tracking_version,
      csaf_version: row.csaf_version,
      source_url: row.source_url,
      signed_by: row.signed_by,
      lost: JSON.parse(lost) as string[],
      imported_at: at.toISOString(),
    }));
  }
}
