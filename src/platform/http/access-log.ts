import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.js';

/** One line a request, when it has been answered: route and outcome, never a query, a body or a header. */
export function registerAccessLog(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method, ip, routeOptions } = request;
    const fields = {
      requestId,
      method,
      route: routeOptions.url ?? 'none',
      status: reply.statusCode,
      ip,
      ms: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500) log.pino.warn(fields, 'request');
    else log.pino.debug(fields, 'request');
    done();
  });
}
