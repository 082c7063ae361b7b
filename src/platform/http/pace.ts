import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Fault } from '../../kernel/index.js';

/** In this time so many bytes of a body must arrive, for as long as the hub waits for them. */
const PATIENCE_MS = 20_000;
const MIN_BYTES = 16_384;
/** How long the rest of a body is read and dropped after its answer, so that a slow sender still sees the answer. */
const LINGER_MS = 5_000;

/**
 * Ends who sends a body drop by drop, whatever its size: a stream of millions of lines may take its time, a byte a second
 * may not. Node's own request timeout can't tell the two apart.
 */
export function keepPace(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, reply, _payload, done) => {
    if (isUnderWay(request)) watch(request, reply);
    done();
  });
  // Fastify closes at once after a body that it gives up on: who is still sending would see a reset and never the answer
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (isUnderWay(request)) reply.removeHeader('connection');
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    if (isUnderWay(request)) linger(request);
    done();
  });
}

/** It has a body, of which not all is here. */
const isUnderWay = ({ raw, headers }: FastifyRequest): boolean =>
  !raw.complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);

function watch(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  let before = raw.socket.bytesRead;
  const timer = setInterval(() => {
    const { bytesRead } = raw.socket;
    const lines = request.body instanceof Readable ? request.body : undefined;
    const waitsForUs = raw.readableLength > 0 || (lines?.readableLength ?? 0) > 0;
    if (raw.complete || raw.destroyed || reply.raw.writableEnded) return clearInterval(timer);
    if (waitsForUs || bytesRead - before >= MIN_BYTES) {
      before = bytesRead;
      return;
    }
    clearInterval(timer);
    if (lines) lines.destroy(new Fault('request_timeout'));
    else void reply.send(new Fault('request_timeout'));
  }, PATIENCE_MS);
  timer.unref();
  raw.once('close', () => clearInterval(timer));
}

function linger({ raw }: FastifyRequest): void {
  const timer = setTimeout(() => {
    if (!raw.complete) raw.socket.destroy();
  }, LINGER_MS);
  timer.unref();
  raw.once('close', () => clearTimeout(timer));
  raw.unpipe(); // from where it was to be read, and perhaps was not
  raw.resume();
}
