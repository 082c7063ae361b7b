import type { FastifyInstance } from 'fastify';

/** Requests begun in one turn of the event loop. */
export const AT_ONCE = 8;

/**
 * Of requests that arrive at once some are begun, the rest in the next turns of the event loop: Postgres is heard, and
 * works on the first, while the others are being read; and feeds go on.
 */
export function takeTurns(fastify: FastifyInstance): void {
  const waiting: (() => void)[] = [];
  let left = AT_ONCE;
  let turning = false;
  const turn = () => {
    const begun = waiting.splice(0, AT_ONCE);
    left = AT_ONCE - begun.length;
    turning = begun.length > 0;
    if (turning) setImmediate(turn);
    for (const begin of begun) begin();
  };
  fastify.addHook('onRequest', (_request, _reply, done) => {
    if (!turning) setImmediate(turn);
    turning = true;
    if (left > 0) {
      left -= 1;
      done();
    } else waiting.push(done);
  });
}
