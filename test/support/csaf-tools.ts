import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { certificate } from './certificate.js';
import { CSAF, DOMAIN } from './csaf-provider.js';

/** The programs of github.com/gocsaf/csaf that check providers and download from them. */
const TOOLS = ['csaf_checker', 'csaf_downloader'] as const;
export type Tool = (typeof TOOLS)[number];

const isInstalled = (tool: Tool): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Tests that run these programs: passed over, by name, where they are not. */
export const withTools = TOOLS.every(isInstalled) ? describe : describe.skip;

/** How a program ended, and what it said. */
export interface Ran {
  readonly code: number;
  readonly said: string;
}

/** The name that an operator's front would serve `provider-metadata.json` by (CSAF 2.0, requirement 10). */
const DNS_PATH = `csaf.data.security.${DOMAIN}`;
const port = (server: Server | https.Server) => (server.address() as AddressInfo).port;
const listening = (server: Server | https.Server) =>
  new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

/**
 * The front of a hub as operators have one: its name and https. Programs are run in a folder of their own, reach those names
 * through a proxy on this machine and nothing else, and trust the certificate.
 */
export class Front implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tocsin-csaf-'));
  /** What becomes of an answer's body on its way, by path. */
  alter: (path: string, body: Buffer) => Buffer = (_, body) => body;
  private readonly sockets = new Set<Socket>();
  private readonly own = certificate({ hosts: [DOMAIN, DNS_PATH] });
  private readonly server = https.createServer(this.own, (asked, answer) => this.pass(asked, answer));
  private readonly proxy = createServer((_, answer) => answer.writeHead(502).end());

  private constructor(private readonly hub: { readonly url: string }) {
    writeFileSync(join(this.folder, 'authority.pem'), this.own.cert);
    for (const server of [this.server, this.proxy])
      server.on('connection', (socket: Socket) => {
        this.sockets.add(socket);
        socket.once('close', () => this.sockets.delete(socket));
      });
    this.proxy.on('connect', ({ url }: IncomingMessage, socket) => {
      if (url !== `${DOMAIN}:443` && url !== `${DNS_PATH}:443`) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      const through = connect(port(this.server), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(through).pipe(socket);
      });
      for (const end of [socket, through]) end.on('error', () => (socket.destroy(), through.destroy()));
    });
  }

  static async of(hub: { readonly url: string }): Promise<Front> {
    const front = new Front(hub);
    await Promise.all([listening(front.server), listening(front.proxy)]);
    return front;
  }

  private pass({ method, url = '', headers }: IncomingMessage, answer: ServerResponse): void {
    const path = headers.host === DNS_PATH ? `${CSAF}/provider-metadata.json` : url;
    const { 'accept-encoding': _, ...asked } = headers;
    const passed = request(`${this.hub.url}${path}`, { method, headers: asked }, (got) => {
      const chunks: Buffer[] = [];
      got.on('data', (chunk: Buffer) => chunks.push(chunk));
      got.on('end', () => {
        const body = this.alter(path, Buffer.concat(chunks));
        answer.writeHead(got.statusCode ?? 502, { ...got.headers, 'content-length': body.length }).end(body);
      });
    });
    passed.on('error', () => answer.writeHead(502).end());
    passed.end();
  }

  run(tool: Tool, args: readonly string[]): Promise<Ran> {
    const env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      HTTPS_PROXY: `http://127.0.0.1:${port(this.proxy)}`,
      SSL_CERT_FILE: join(this.folder, 'authority.pem'),
    };
    return new Promise((resolve) => {
      execFile(tool, args, { cwd: this.folder, env, maxBuffer: 1 << 26 }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), said: `${out}${err}` }),
      );
    });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** The files below a folder, by path. */
  files(folder: string): string[] {
    return readdirSync(join(this.folder, folder), { recursive: true, encoding: 'utf8' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = [this.server, this.proxy].map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
