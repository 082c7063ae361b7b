import { Tail } from '../src/exchange/tail.js';
import { Pulse } from '../src/platform/index.js';
import { startHub } from './support/hub.js';
import { until } from './support/until.js';

describe('a commit of this process', () => {
  it('is taken over from memory only by rights that are known to stand', async () => {
    await using hub = await startHub();
    const [tail, pulse] = [hub.app.get(Tail), hub.app.get(Pulse)];
    const take = () => tail.take({ from: tail.head, to: tail.head, entries: [] });
    const ready = () =>
      until('nothing is unknown', async () => {
        await pulse.look().catch(() => undefined);
        await tail.follow();
        return pulse.fresh;
      });
    await ready();
    expect(take()).toBe(true);
    await ready();
    const { head } = pulse;
    pulse.head = { ...head, authority: head.authority + 1 }; // as a look says before the book is read
    const taken = take();
    pulse.head = head;
    expect(taken).toBe(false);
    await ready();
    Object.assign(pulse, { seenAt: -Infinity }); // as when the lease has run out
    expect(take()).toBe(false);
  });
});
