import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificate.js';
import type { Hub } from './hub.js';
import type { Api } from './people.js';
import type { Handler, Remote } from './remote.js';
import { until } from './until.js';

export const SOURCES = '/api/v1/sources';

export interface SourceShown {
  readonly id: string;
  readonly code?: string;
  readonly state: string;
  readonly error: string | null;
  readonly position: string | null;
  readonly last_try: string | null;
  readonly last_success: string | null;
  readonly next_try: string | null;
  readonly objects: { created: number; updated: number; known: number; refused: number };
}

export interface RefusalShown {
  readonly place: string;
  readonly object: string | null;
  readonly code: string;
  readonly reason: string;
}

const folder = mkdtempSync(join(tmpdir(), 'tocsin-source-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Settings of a hub that may connect to these remotes on this machine, trusts this certificate and tries again soon. */
export function envFor(
  remotes: readonly Remote[],
  { cert }: Certificate,
  more: Record<string, string> = {},
): Record<string, string> {
  const file = join(folder, `${remotes.map(({ port }) => port).join('-')}.pem`);
  writeFileSync(file, cert);
  return {
    OUTBOUND_HOSTS: '127.0.0.1',
    OUTBOUND_PRIVATE: '127.0.0.1/32',
    OUTBOUND_PORTS: remotes.map(({ port }) => port).join(','),
    OUTBOUND_CA: file,
    OUTBOUND_TIMEOUT_MS: '60000',
    SOURCE_RETRY_MS: '50',
    ...more,
  };
}

/** Passes on to a hub what it is asked, as the proxy does that ends TLS before one. */
export const inFrontOf =
  ({ url }: Pick<Hub, 'url'>): Handler =>
  (request, response) => {
    const { method, headers, url: path = '' } = request;
    const passed = http.request(`${url}${path}`, { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  };

/** An organisation's sources, as its administrator has them. */
export class Admin {
  constructor(readonly api: Api) {}

  async add(body: object): Promise<SourceShown> {
    const { status, body: added } = await this.api<SourceShown>('POST', SOURCES, {
      kind: 'taxii',
      tlp: 'green',
      ...body,
    });
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(added)}`);
    return added;
  }

  async shown(id: string): Promise<SourceShown> {
    return (await this.api<SourceShown>('GET', `${SOURCES}/${id}`)).body;
  }

  async refusals(id: string): Promise<RefusalShown[]> {
    return (await this.api<{ items: RefusalShown[] }>('GET', `${SOURCES}/${id}/refusals`)).body.items;
  }

  async warnings(id: string): Promise<RefusalShown[]> {
    return (await this.api<{ items: RefusalShown[] }>('GET', `${SOURCES}/${id}/warnings`)).body.items;
  }

  /** A pull from its beginning to its end, well or not. */
  async pulled(id: string, body: object = {}): Promise<SourceShown> {
    const before = await this.shown(id);
    const { status } = await this.api('POST', `${SOURCES}/${id}/pull`, body);
    if (status !== 202) throw new Error(`it can’t be pulled: ${status}`);
    return this.settled(id, before);
  }

  /** After the first success; after `before`, the next one. */
  async settled(id: string, before?: SourceShown): Promise<SourceShown> {
    return until(
      'the source to be pulled',
      async () => {
        const now = await this.shown(id);
        if (now.state === 'failing') throw new Error(`failing: ${now.error}`);
        return now.last_success !== null && now.last_success !== (before?.last_success ?? null) ? now : undefined;
      },
      90_000,
    );
  }

  /** Why it fails, once it does. */
  async failing(id: string): Promise<string> {
    const { error } = await until(
      'the source to fail',
      async () => {
        const now = await this.shown(id);
        return now.state === 'failing' ? now : undefined;
      },
      90_000,
    );
    return error ?? '';
  }
}
