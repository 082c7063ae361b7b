import type { Printable } from '../../formats/index.js';
import type { Viewer } from '../../kernel/index.js';
import { Press } from './press.js';

const viewer = (organisationId: string) => ({ organisationId }) as Viewer;
const printable = { words: 'x' } as unknown as Printable;

/** A thread that does what the sheet says: never ends, fails, takes all memory, or prints. */
const ODD = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ sheet }) => {
      if (sheet === 'pdf') for (;;);
      if (sheet === 'markdown') for (const all = []; ; ) all.push(new Array(1e6).fill(sheet + all.length));
      parentPort.postMessage(sheet === 'html' ? { bytes: new Uint8Array([1]) } : { failed: 'it is odd' });
    });`)}`,
);

describe('the press', () => {
  it('ends a print that takes too long, and prints the next', async () => {
    const press = new Press(3_000, 64, ODD); // a thread begins within it, too, on a machine that has much to do
    const [long, next] = [press.print(viewer('a'), 'pdf', printable), press.print(viewer('a'), 'html', printable)];
    await expect(long).rejects.toMatchObject({ code: 'unprintable' });
    expect(await next).toEqual(Buffer.from([1]));
    await press.beforeApplicationShutdown();
  });

  it('ends a print that takes too much memory, and prints the next', async () => {
    const press = new Press(60_000, 64, ODD);
    const large = press.print(viewer('a'), 'markdown', printable);
    await expect(large).rejects.toMatchObject({ code: 'unprintable' });
    expect(await press.print(viewer('a'), 'html', printable)).toEqual(Buffer.from([1]));
    await press.beforeApplicationShutdown();
  });

  it('tells a failure of its own from a refusal, and prints the next', async () => {
    const press = new Press(60_000, 64, ODD);
    await expect(press.print(viewer('a'), 'odd' as 'html', printable)).rejects.toThrow('printing failed: it is odd');
    expect(await press.print(viewer('a'), 'html', printable)).toEqual(Buffer.from([1]));
    await press.beforeApplicationShutdown();
  });

  it('lets no organisation take all of it, lets no more than it can wait, and lets nobody wait when it closes', async () => {
    const press = new Press(60_000, 64, ODD);
    const asked = (of: string) => press.print(viewer(of), 'pdf', printable).catch((error: unknown) => error);
    const waiting = Array.from({ length: 9 }, () => asked('a')); // one is printed, eight wait
    expect(() => press.print(viewer('a'), 'pdf', printable)).toThrow('busy');
    for (const other of ['b', 'c', 'd']) waiting.push(...Array.from({ length: 8 }, () => asked(other)));
    expect(() => press.print(viewer('e'), 'pdf', printable)).toThrow('busy');
    await press.beforeApplicationShutdown();
    for (const answer of await Promise.all(waiting)) expect(answer).toMatchObject({ code: 'busy' });
    expect(() => press.print(viewer('e'), 'html', printable)).toThrow('busy');
  });
});
