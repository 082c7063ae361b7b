import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Fault } from '../kernel/index.js';
import { headOf } from './receiving.js';

describe('the beginning of a file', () => {
  it('that comes byte by byte leaves nothing behind at its stream, and the rest of it is dropped', async () => {
    const stream = new PassThrough();
    const head = headOf(stream, 200);
    for (let i = 0; i < 300; i += 1) {
      stream.write('x');
      await setImmediate();
      expect(stream.listenerCount('end')).toBeLessThan(6);
    }
    stream.end('y'.repeat(1_000_000));
    expect((await head).toString()).toBe('x'.repeat(200));
    await new Promise((resolve) => stream.once('close', resolve));
  });

  it('is all of it where there is no more, and its sender’s going away is told', async () => {
    const [short, broken] = [new PassThrough(), new PassThrough()];
    short.end('x');
    expect((await headOf(short)).toString()).toBe('x');
    const head = headOf(broken);
    broken.destroy(new Fault('request_timeout'));
    await expect(head).rejects.toMatchObject({ code: 'request_timeout' });
  });
});
