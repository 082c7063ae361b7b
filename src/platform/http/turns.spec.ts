import Fastify from 'fastify';
import { AT_ONCE, takeTurns } from './turns.js';

describe('takeTurns', () => {
  it('begins a few requests in each turn of the event loop, in order, and all of them', async () => {
    await using fastify = Fastify();
    takeTurns(fastify);
    let turn = 0;
    const begun: { turn: number; name: string }[] = [];
    fastify.get('/:name', (request) => {
      begun.push({ turn, name: (request.params as { name: string }).name });
      return {};
    });
    await fastify.ready();
    let counting: NodeJS.Immediate;
    const count = () => {
      turn += 1;
      counting = setImmediate(count);
    };
    counting = setImmediate(count);
    for (const round of ['a', 'b']) {
      const names = Array.from({ length: 5 * AT_ONCE + 1 }, (_, i) => `${round}${i}`);
      const answers = await Promise.all(names.map((name) => fastify.inject(`/${name}`)));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(names.map(() => 200));
      expect(begun.map(({ name }) => name)).toEqual(names);
      const turns = begun.splice(0).map((one) => one.turn);
      for (const one of new Set(turns)) expect(turns.filter((t) => t === one).length).toBeLessThanOrEqual(AT_ONCE);
    }
    clearImmediate(counting);
  });
});
