import { readJson, type Rest } from './rest.js';
import type { AudienceSpec, Tlp } from './types.js';

/** A file that the hub reads by and by, and how far it is. */
export interface ImportJob {
  id: string;
  name: string;
  format: string;
  state: 'receiving' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Why it failed. */
  code?: string;
  detail?: string;
  bytes: number;
  bytes_read: number;
  items: { read: number; accepted: number; created: number; updated: number; unchanged: number; rejected: number };
  notes: number;
  /** Those that were taken, and stand on a warninglist. */
  warned: number;
  /** Items a second. */
  rate: number;
  /** Seconds that it may still take; null where that can't be told. */
  remaining: number | null;
  created_by: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

/** What is said of a file, and for those of its items that don't say it themselves. */
export interface ImportOptions {
  name?: string;
  /** The hub tells it from the content unless told. */
  format?: string;
  mapping?: { delimiter?: string; header?: boolean; columns?: Record<string, number | string> };
  tlp?: Tlp;
  audience?: AudienceSpec;
  confidence?: number;
  /** For all items. */
  labels?: readonly string[];
  valid_days?: number;
  valid_until?: string;
  signal?: AbortSignal;
}

/** What a file seems to be, by its beginning. */
export interface ImportPreview {
  format: string;
  /** Of tables: the cells of the header, if there is one; the columns that are not taken; what one may be taken for; and what each is. */
  header?: string[] | null;
  ignored?: string[];
  fields?: string[];
  mapping?: { delimiter: string; header: boolean; columns: Record<string, number> };
  /** Its first items as they would be submitted, or why they are refused; or a note. `audience`: only where it is not that of the sender. */
  sample: {
    place: string;
    item?: unknown;
    tlp?: Tlp;
    audience?: AudienceSpec;
    note?: string;
    code?: string;
    detail?: string;
  }[];
  /** There is more in it than is shown. */
  more: boolean;
}

/** What became of one item, by its place in the file; or a note. `detail` of one that was taken names its warninglists. */
export interface ImportOutcome {
  at: string;
  outcome: 'created' | 'updated' | 'unchanged' | 'rejected' | 'note';
  code?: string;
  detail?: string;
  id?: string;
}

/** What of a file is enough to tell what it is. */
export const HEAD_BYTES = 262_144;

/** A file may take its time. */
const UPLOAD_MS = 24 * 3_600_000;
const path = (id: string, more = ''): string => `/api/v1/imports/${encodeURIComponent(id)}${more}`;

/** Files handed in as jobs. */
export class Imports {
  constructor(private readonly rest: Rest) {}

  /** Sends a file as it comes; the hub has it on disk when this resolves, and reads it by and by. */
  create(file: AsyncIterable<Uint8Array> | Blob, options: ImportOptions = {}): Promise<ImportJob> {
    const { signal } = options;
    const call = { query: queryOf(options), file, timeout: UPLOAD_MS, ...(signal && { signal }) };
    return this.rest.request('POST', '/api/v1/imports', call, readJson<ImportJob>);
  }

  /** What the hub would make of a file, by its beginning; nothing is kept. */
  preview(file: Blob, options: ImportOptions & { sample?: number } = {}): Promise<ImportPreview> {
    const { signal, sample } = options;
    const query = { ...queryOf(options), ...(sample !== undefined && { sample }) };
    const call = { query, file: file.slice(0, HEAD_BYTES), ...(signal && { signal }) };
    return this.rest.request('POST', '/api/v1/imports/preview', call, readJson<ImportPreview>);
  }

  get(id: string, call: { retries?: number; signal?: AbortSignal } = {}): Promise<ImportJob> {
    return this.rest.get(path(id), call);
  }

  /** Your organisation's, the latest first. */
  async list(limit = 50): Promise<ImportJob[]> {
    return (await this.rest.get<{ items: ImportJob[] }>('/api/v1/imports', { query: { limit } })).items;
  }

  /** Nothing more of it is submitted; what was stays. */
  cancel(id: string): Promise<ImportJob> {
    return this.rest.post(path(id, '/cancel'), undefined);
  }

  /** What became of each item so far, as CSV in pieces as they come. */
  async *outcomes(id: string, outcome?: string): AsyncGenerator<string> {
    const body = await this.rest.request(
      'GET',
      path(id, '/outcomes.csv'),
      { query: { outcome }, headers: { accept: 'text/csv, application/problem+json' }, timeout: UPLOAD_MS },
      (response) => Promise.resolve(response.body),
    );
    if (!body) return;
    const decoder = new TextDecoder();
    for await (const piece of body) yield decoder.decode(piece as Uint8Array, { stream: true });
    yield decoder.decode();
  }

  /** The same one by one. `kind`: those of this outcome alone, or those that are `warned` of. */
  async *eachOutcome(id: string, kind?: string): AsyncGenerator<ImportOutcome> {
    let rest = '';
    let isHeader = true;
    for await (const piece of this.outcomes(id, kind)) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop()!; // each line ends with its end
      for (const line of lines.slice(isHeader ? 1 : 0)) yield outcomeOf(line);
      if (lines.length > 0) isHeader = false;
    }
  }
}

function queryOf(options: ImportOptions): Record<string, string | number> {
  const { name, format, tlp, confidence, valid_days, valid_until, mapping, audience, labels } = options;
  return {
    ...(name !== undefined && { name }),
    ...(format !== undefined && { format }),
    ...(tlp !== undefined && { tlp }),
    ...(confidence !== undefined && { confidence }),
    ...(valid_days !== undefined && { valid_days }),
    ...(valid_until !== undefined && { valid_until }),
    ...(mapping && { mapping: JSON.stringify(mapping) }),
    ...(audience && { audience: typeof audience === 'string' ? audience : JSON.stringify(audience) }),
    ...(labels && labels.length > 0 && { labels: labels.join(',') }),
  };
}

/** Its five cells; none goes over a line. */
function outcomeOf(line: string): ImportOutcome {
  const cells = [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').replace(/^'(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/, ''),
  );
  const [at = '', outcome = '', code = '', detail = '', id = ''] = cells;
  return {
    at,
    outcome: outcome as ImportOutcome['outcome'],
    ...(code !== '' && { code }),
    ...(detail !== '' && { detail }),
    ...(id !== '' && { id }),
  };
}
