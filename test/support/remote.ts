import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createMessage, generateKey, type PrivateKey, sign } from 'openpgp';
import type { Certificate } from './certificate.js';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of somebody else's, on this machine. Counts what it is asked for. */
export class Remote implements AsyncDisposable {
  readonly asked: string[] = [];
  connections = 0;
  readonly files = new Map<string, string | Buffer | Handler>();
  /** What answers for all that is not among the files; else 404. */
  otherwise: Handler | undefined;

  private constructor(
    private readonly server: https.Server,
    readonly port: number,
  ) {}

  static async start(certificate: Certificate): Promise<Remote> {
    const server = https.createServer(certificate);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const remote = new Remote(server, (server.address() as AddressInfo).port);
    server.on('connection', () => (remote.connections += 1));
    server.on('request', (request: IncomingMessage, response: ServerResponse) => remote.answer(request, response));
    return remote;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.asked.push(path);
    const file = this.files.get(path) ?? this.otherwise;
    if (typeof file === 'function') file(request, response);
    else response.writeHead(file === undefined ? 404 : 200).end(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A key of a publisher's. */
export interface Signer {
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly sign: (text: string) => Promise<string>;
}

export async function signer(): Promise<Signer> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: 'a publisher' }], format: 'object' });
  return {
    fingerprint: publicKey.getFingerprint(),
    publicKey: publicKey.armor(),
    sign: (text) => detached(text, privateKey),
  };
}

const detached = async (text: string, signingKeys: PrivateKey): Promise<string> =>
  sign({ message: await createMessage({ binary: Buffer.from(text) }), signingKeys, detached: true, format: 'armored' });

/** Makes a trusted provider of the remote: documents by file name, each with its hash and signature. */
export async function provide(
  remote: Remote,
  by: Signer,
  documents: Readonly<Record<string, { text: string; updated: string }>>,
  { base = '', rolie = true } = {},
): Promise<void> {
  const at = `${remote.url}${base}`;
  remote.files.set(
    `${base}/provider-metadata.json`,
    JSON.stringify({
      distributions: rolie
        ? [{ rolie: { feeds: [{ tlp_label: 'WHITE', url: `${at}/feed.json` }] } }]
        : [{ directory_url: `${at}/` }],
      public_openpgp_keys: [{ fingerprint: by.fingerprint.toUpperCase(), url: `${at}/key.asc` }],
    }),
  );
  remote.files.set(`${base}/key.asc`, by.publicKey);
  const entries = Object.entries(documents).map(([name, { updated }]) => ({
    updated,
    content: { src: `${at}/${name}` },
    link: [
      { rel: 'self', href: `${at}/${name}` },
      { rel: 'hash', href: `${at}/${name}.sha512` },
      { rel: 'signature', href: `${at}/${name}.asc` },
    ],
  }));
  remote.files.set(`${base}/feed.json`, JSON.stringify({ feed: { entry: entries } }));
  remote.files.set(
    `${base}/changes.csv`,
    Object.entries(documents)
      .map(([name, { updated }]) => `"${name}","${updated}"\r\n`)
      .join(''),
  );
  for (const [name, { text }] of Object.entries(documents)) {
    const hash = (algorithm: string) => `${createHash(algorithm).update(text).digest('hex')}  ${name}\n`;
    remote.files.set(`${base}/${name}`, text);
    remote.files.set(`${base}/${name}.sha256`, hash('sha256'));
    remote.files.set(`${base}/${name}.sha512`, hash('sha512'));
    remote.files.set(`${base}/${name}.asc`, await by.sign(text));
  }
}
