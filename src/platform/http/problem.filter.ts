import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault, type FaultCode } from '../../kernel/index.js';
import { asFault } from '../database-fault.js';
import type { Log } from '../log.js';
import { dialectOf } from './dialects.js';

const BY_STATUS: Record<number, FaultCode> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  413: 'body_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  422: 'invalid',
  429: 'rate_limited',
  431: 'headers_too_large',
  503: 'busy',
};

/** What Postgres refuses although we did not: a value that it can't hold, a constraint. Never in its own words. */
const BY_SQL_CLASS: Record<string, FaultCode> = { '22': 'invalid', '23': 'conflict' };

/** Any error as the Fault that the caller is told: our own as it is, Nest's and Fastify's by status, all else `internal`. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  try {
    asFault(error);
  } catch (known) {
    if (known instanceof Fault) return known;
  }
  const state = (error as { code?: unknown; severity?: unknown } | null) ?? {};
  const refused =
    'severity' in state && typeof state.code === 'string' ? BY_SQL_CLASS[state.code.slice(0, 2)] : undefined;
  if (refused) return new Fault(refused);
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  return new Fault((status !== undefined && BY_STATUS[status]) || 'internal');
}

/** Every error leaves with a stable code and the request's id, as problem+json (RFC 9457) or as the protocol spoken has it; internals go to the log alone. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const fault = toFault(error);
    // what Postgres had to refuse, a check of ours should have
    if (fault.code === 'internal' || (error as { severity?: unknown } | null)?.severity !== undefined)
      this.log.failure(error, { requestId: request.id, url: request.url.split('?')[0] }, 'internal error');
    if (reply.raw.headersSent) {
      reply.raw.destroy(); // a broken stream must not look complete
      return;
    }
    sendProblem(reply, fault, request.id);
  }
}

/** A fault as problem+json. */
export const problemText = (fault: Fault, requestId: string): string => dialectOf('').text(fault, requestId);

export function sendProblem(reply: FastifyReply, fault: Fault, requestId: string): void {
  for (const [name, value] of Object.entries(fault.more.headers ?? {})) void reply.header(name, value);
  if (fault.status === 401) void reply.header('www-authenticate', 'Basic realm="tocsin", Bearer');
  const { request } = reply;
  const { type, text } = dialectOf(request.routeOptions?.url ?? request.raw.url ?? '');
  // bytes, so that the type stays what it is
  void reply
    .code(fault.status)
    .header('content-type', type)
    .send(Buffer.from(text(fault, requestId)));
}
