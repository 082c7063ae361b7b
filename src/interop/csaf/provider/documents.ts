import { type Audiences, visibleSql } from '../../../audience/index.js';
import type { CsafFolder, ListedDocument } from '../../../formats/index.js';
import { Fault, tlpRank, type Viewer } from '../../../kernel/index.js';
import type { Pool } from '../../../platform/index.js';
import { LABEL_OF } from './folders.js';

/** A document with what proves it. */
export interface ProvidedDocument extends ListedDocument {
  readonly body: Buffer;
  readonly sha256: Buffer;
  readonly sha512: Buffer;
  readonly signature: string;
}

interface Row {
  advisory_id: string;
  title: string;
  file_name: string;
  year: number;
  published: string;
  updated: string;
  body: Buffer;
  sha256: Buffer;
  sha512: Buffer;
  signature: string;
}

const LISTED = 'd.advisory_id, d.title, d.file_name, d.year, d.published, d.updated';

/** What the provider serves: the documents of advisories that the viewer may see now, under the label that they have now. */
export class Documents {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** Latest change first. Fault: `unauthorized` for nobody in particular, but for what is TLP:CLEAR. */
  async list(viewer: Viewer, folder: CsafFolder): Promise<ListedDocument[]> {
    const rows = await this.read(viewer, folder, LISTED, () => 'true');
    return rows.map(toListed);
  }

  /** `not_found` alike for hidden and missing, and for the wrong year. */
  async file(viewer: Viewer, folder: CsafFolder, year: string, fileName: string): Promise<ProvidedDocument> {
    const columns = `${LISTED}, d.body, d.sha256, d.sha512, d.signature`;
    const [row] = await this.read(
      viewer,
      folder,
      columns,
      (param) => `d.file_name = ${param(fileName)} and d.year::text = ${param(year)}`,
    );
    if (!row) throw new Fault('not_found');
    const { body, sha256, sha512, signature } = row;
    return { ...toListed(row), body, sha256, sha512, signature };
  }

  private async read(
    viewer: Viewer,
    folder: CsafFolder,
    columns: string,
    which: (param: (value: unknown) => string) => string,
  ): Promise<Row[]> {
    const label = LABEL_OF[folder];
    if (viewer.credential.kind === 'anonymous' && label !== 'clear') throw new Fault('unauthorized');
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [[...seen.ids], tlpRank(label)];
    const param = (value: unknown) => `$${values.push(value)}`;
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from unnest($1::int[]) as each(id) cross join lateral (
         select o.seq from object o where o.audience_id = each.id and o.type = 'report' and o.tlp = $2 and ${visibleSql(seen, 'o', param)}) o
       join csaf_document d on d.seq = o.seq and d.csaf_version = '2.0' and d.refused is null
       where ${which(param)} order by d.updated desc, d.file_name`,
      values,
    );
    return rows;
  }
}

const toListed = (row: Row): ListedDocument => ({
  trackingId: row.advisory_id,
  title: row.title,
  fileName: row.file_name,
  year: row.year,
  published: row.published,
  updated: row.updated,
});
