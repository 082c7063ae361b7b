import { Tail } from '../src/exchange/tail.js';
import { Pulse } from '../src/platform/index.js';
import { startHub } from './support/hub.js';

describe('a commit of this process', () => {
  it('is taken over from memory only by rights that are known to stand', async () => {
    await using hub = await startHub();
    const [tail, pulse] = [hub.app.get(Tail), hub.app.get(Pulse)];
    const nothing = () => ({ from: tail.head, to: tail.head, entries: [] });
    const { head } = pulse;
    await tail.follow();
    expect(tail.take(nothing())).toBe(true);
    await tail.follow();
    pulse.head = { ...head, authority: head.authority + 1 }; // as a look says before the book is read
    const taken = tail.take(nothing());
    pulse.head = head;
    expect(taken).toBe(false);
    await tail.follow();
    Object.assign(pulse, { seenAt: -Infinity }); // as when the lease has run out
    expect(tail.take(nothing())).toBe(false);
  });
});
