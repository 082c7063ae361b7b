import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Paths that machines ask for: there an unknown one is an error, never a page. `/health` itself is a screen. */
const MACHINES = /^\/(?:api|socket\.io|metrics|\.well-known|taxii2|misp)(?:\/|$)|^\/health\//;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
/** What the build writes where each answer's own nonce belongs. */
const NONCE = '__CSP_NONCE__';
const zip = promisify(gzip);

/** Its own files alone; no script and no style within the page but the styles that carry this answer's nonce. */
const cspOf = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ` +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

interface File {
  readonly type: string;
  readonly bytes: Buffer;
  zipped?: Promise<Buffer>;
}

/**
 * The console, as `npm run build` made it, from memory: its files under `/assets` for good, since their names change with what is in them; its page
 * for every other path that a browser goes to and no machine asks for. A hub without a build has no console.
 */
export function serveConsole(fastify: FastifyInstance, folder = builtConsole()): void {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page, 'utf8');
  const files = filesIn(folder);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 || (request.method !== 'GET' && request.method !== 'HEAD')) return done();
    const path = request.url.split('?', 1)[0] ?? '';
    const file = files.get(path);
    if (file) {
      sendFile(request, reply, file, path).catch(done);
    } else if (isPage(path, request)) sendPage(reply, html);
    else done();
  });
}

/** The workspace beside the hub, wherever that runs from. */
function builtConsole(): string {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve('tocsin-console/package.json')), 'dist');
  } catch {
    return '';
  }
}

function filesIn(folder: string): Map<string, File> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => path !== join(folder, 'index.html') && !path.slice(folder.length).includes('/.'))
      .map((path) => [
        path.slice(folder.length).replaceAll('\\', '/'),
        { type: TYPES[extname(path)] ?? 'application/octet-stream', bytes: readFileSync(path) },
      ]),
  );
}

/** A browser goes there; a program that errs in the path asks for no HTML and is told of its error. */
const isPage = (path: string, { headers }: FastifyRequest): boolean =>
  !MACHINES.test(path) && extname(path) === '' && (path === '/' || (headers.accept?.includes('text/html') ?? false));

function sendPage(reply: FastifyReply, html: string): void {
  const nonce = randomBytes(16).toString('base64');
  void reply.header('content-type', TYPES['.html']).header('content-security-policy', cspOf(nonce));
  void reply.send(html.replaceAll(NONCE, nonce));
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, file: File, path: string): Promise<void> {
  void reply.header('content-type', file.type).header('vary', 'accept-encoding');
  if (path.startsWith('/assets/')) void reply.header('cache-control', 'public, max-age=31536000, immutable');
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return void reply.send(file.bytes);
  const zipped = await (file.zipped ??= zip(file.bytes, { level: 9 }));
  void reply.header('content-encoding', 'gzip').send(zipped);
}
