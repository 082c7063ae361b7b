import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { JSON_LIMITS, parseJson, type TextFormat } from './formats/index.js';
import { Fault } from './kernel/index.js';
import type { Config } from './platform/index.js';

/** Routes that take more than the ordinary limit: many indicators, many values, documents of others. */
const BULK = new Set([
  '/api/v1/indicators',
  '/api/v1/lookup',
  '/api/v1/csaf/documents',
  '/taxii2/alliance/collections/:collection/objects',
  '/api/v1/extract',
  '/api/v1/misp/events',
  '/misp/events/add',
  '/misp/events/add/:options',
  '/misp/events/edit/:uuid',
  '/misp/events/edit/:uuid/:options',
  '/misp/events/filterEventIdsForPush',
]);

/** Routes that also take a stream of JSON lines, of any length, and those that take one of STIX. */
const LINES = new Set(['/api/v1/indicators', '/api/v1/objects', '/api/v1/misp/events']);
const STIX = new Set(['/api/v1/objects']);

/** What TAXII clients send, and may send packed (RFC 1952); the second elsewhere is a stream. */
const TAXII = ['application/taxii+json', 'application/stix+json'];
const gunzip = promisify(zlib.gunzip);

/** Routes that take files of any kind and length, whatever they are called: handed on as they come, never parsed here. */
const FILES = new Set(['/api/v1/imports', '/api/v1/imports/preview']);

/** Routes that are put JSON of any length, handed on as it comes. */
const LONG = new Set(['/api/v1/warninglists/:id']);

type Routed = Pick<FastifyRequest, 'method' | 'routeOptions'>;
const isFile = ({ method, routeOptions }: Routed): boolean => method === 'POST' && FILES.has(routeOptions.url ?? '');
const isLong = ({ method, routeOptions }: Routed): boolean => method === 'PUT' && LONG.has(routeOptions.url ?? '');

const FILE = 'application/octet-stream';

/** Routes that also take a text as it is, and what it is written in by its media type. */
const TEXTS = new Set(['/api/v1/extract']);
const WRITTEN: Readonly<Record<string, TextFormat | undefined>> = {
  'text/plain': undefined,
  'text/markdown': 'markdown',
  'text/html': 'html',
  'message/rfc822': 'email',
};

/** Values in a bulk body: ten thousand indicators with much to say of each. */
const BULK_NODES = 2_000_000;

/**
 * Bodies: strict JSON up to the route's limit, kept as bytes beside (`rawBody`) for idempotency; streams of JSON lines
 * handed on as they come; what TAXII clients send; texts. Every other media type is 415.
 */
export function registerBodies(fastify: FastifyInstance, limits: Config['limits']): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = BULK.has(route.url) ? limits.bulk : limits.body;
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request;
    // a file of JSON is a file, too
    if (isFile(request) || (isLong(request) && /^application\/json\b/i.test(headers['content-type'] ?? '')))
      headers['content-type'] = FILE;
    done();
  });
  fastify.addContentTypeParser(FILE, (request, payload, done) => {
    if (isFile(request) || isLong(request)) done(null, detached(payload));
    else done(new Fault('unsupported_media_type'), undefined);
  });
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      (request as FastifyRequest & { rawBody?: Buffer }).rawBody = body;
      const nodes = BULK.has(request.routeOptions.url ?? '') ? BULK_NODES : JSON_LIMITS.nodes;
      done(null, body.length === 0 ? undefined : parseJson(body, { ...JSON_LIMITS, nodes }));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  const streamed = (types: string[], routes: ReadonlySet<string>): void =>
    fastify.addContentTypeParser(types, (request, payload, done) => {
      if (routes.has(request.routeOptions.url ?? '')) done(null, detached(payload));
      else done(new Fault('unsupported_media_type'), undefined);
    });
  streamed(['application/x-ndjson', 'application/jsonl'], LINES);
  const parsed = async (request: FastifyRequest, body: Buffer): Promise<unknown> => {
    const bytes = await unpacked(request, body, limits.bulk);
    (request as FastifyRequest & { rawBody?: Buffer }).rawBody = bytes;
    return bytes.length === 0 ? undefined : parseJson(bytes, { ...JSON_LIMITS, nodes: BULK_NODES });
  };
  fastify.addContentTypeParser(TAXII, (request, payload, done) => {
    const url = request.routeOptions.url ?? '';
    if (STIX.has(url)) return done(null, detached(payload));
    if (!url.startsWith('/taxii2')) return done(new Fault('unsupported_media_type'), undefined);
    gathered(request, payload, limits.bulk)
      .then((body) => parsed(request, body))
      .then(
        (value) => done(null, value),
        (error: unknown) => done(error as Error, undefined),
      );
  });
  for (const [type, format] of Object.entries(WRITTEN)) {
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, body, done) => {
      if (!TEXTS.has(request.routeOptions.url ?? '')) return done(new Fault('unsupported_media_type'), undefined);
      done(null, { text: new TextDecoder().decode(body), ...(format && { format }) });
    });
  }
}

/** The whole body. Faults: `body_too_large`. */
async function gathered({ headers }: FastifyRequest, payload: Readable, most: number): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > most) throw new Fault('body_too_large');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    if ((length += chunk.length) > most) throw new Fault('body_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as it was before it was packed, where it was: as long as one that was not, at the most. */
async function unpacked({ headers }: FastifyRequest, body: Buffer, most: number): Promise<Buffer> {
  if (headers['content-encoding']?.trim().toLowerCase() !== 'gzip') return body;
  try {
    return await gunzip(body, { maxOutputLength: most });
  } catch (error) {
    const large = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw large ? new Fault('body_too_large') : new Fault('bad_request', 'the body is not gzip');
  }
}

/** The body as a stream that can be ended with an error while the connection stays, to answer on. */
function detached(payload: Readable): Readable {
  const body = new PassThrough();
  const gone = () => {
    if (!payload.readableEnded) body.destroy(new Fault('request_timeout', 'the sender has gone'));
  };
  payload.once('error', gone);
  payload.once('close', gone);
  return payload.pipe(body);
}
