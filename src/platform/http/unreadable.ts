import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Fault, type FaultCode } from '../../kernel/index.js';
import { securityHeaders } from './headers.js';
import { problemText, sendProblem, toFault } from './problem.filter.js';

const BY_ERROR: Record<string, FaultCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** Answers what is not HTTP that Node can read (too long, too slow, ambiguous) and closes: nothing after it can be trusted. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answerOnSocket(socket, new Fault(BY_ERROR[error.code ?? ''] ?? 'bad_request'));
}

/** A problem as a whole HTTP answer, where there is no reply to send it by; closes the connection. */
export function answerOnSocket(socket: Duplex, fault: Fault): void {
  const id = randomUUID();
  const body = problemText(fault, id);
  const headers = {
    ...securityHeaders(id, ''),
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}

/** Answers URLs that the router can't read; no hook has run for them. */
export function refuseUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(securityHeaders(request.id, ''));
  sendProblem(reply, toFault(error), request.id);
}
