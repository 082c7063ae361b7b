import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PassThrough, type Readable } from 'node:stream';
import { JSON_LIMITS, parseJson } from './formats/index.js';
import { Fault } from './kernel/index.js';
import type { Config } from './platform/index.js';

/** Routes that take more than the ordinary limit: many indicators, many values. */
const BULK = new Set(['/api/v1/indicators', '/api/v1/lookup']);

/** Routes that also take a stream of JSON lines, of any length. */
const LINES = new Set(['/api/v1/indicators']);

/** Values in a bulk body: ten thousand indicators with much to say of each. */
const BULK_NODES = 2_000_000;

/**
 * Bodies: strict JSON up to the route's limit, kept as bytes beside (`rawBody`) for idempotency; streams of JSON lines
 * handed on as they come. Every other media type is 415.
 */
export function registerBodies(fastify: FastifyInstance, limits: Config['limits']): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = BULK.has(route.url) ? limits.bulk : limits.body;
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
  fastify.addContentTypeParser(['application/x-ndjson', 'application/jsonl'], (request, payload, done) => {
    if (LINES.has(request.routeOptions.url ?? '')) done(null, detached(payload));
    else done(new Fault('unsupported_media_type'), undefined);
  });
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
