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
  signal?: AbortSignal;
}

/** What a file seems to be, by its beginning. */
export interface ImportPreview {
  format: string;
  /** Of tables: the cells of the header, if there is one; the columns that are not taken; and what each taken one is. */
  header?: string[] | null;
  ignored?: string[];
  mapping?: { delimiter: string; header: boolean; columns: Record<string, number> };
  /** Its first items as they would be submitted, or why they are refused; or a note. */
  sample: { place: string; item?: unknown; note?: string; code?: string; detail?: string }[];
}

/** What of a file is enough to tell what it is. */
const HEAD_BYTES = 262_144;

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
  preview(file: Blob, options: ImportOptions = {}): Promise<ImportPreview> {
    const { signal } = options;
    const call = { query: queryOf(options), file: file.slice(0, HEAD_BYTES), ...(signal && { signal }) };
    return this.rest.request('POST', '/api/v1/imports/preview', call, readJson<ImportPreview>);
  }

  get(id: string): Promise<ImportJob> {
    return this.rest.get(path(id));
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
}

function queryOf(options: ImportOptions): Record<string, string | number> {
  const { name, format, tlp, confidence, valid_days, mapping, audience, labels } = options;
  return {
    ...(name !== undefined && { name }),
    ...(format !== undefined && { format }),
    ...(tlp !== undefined && { tlp }),
    ...(confidence !== undefined && { confidence }),
    ...(valid_days !== undefined && { valid_days }),
    ...(mapping && { mapping: JSON.stringify(mapping) }),
    ...(audience && { audience: typeof audience === 'string' ? audience : JSON.stringify(audience) }),
    ...(labels && labels.length > 0 && { labels: labels.join(',') }),
  };
}
