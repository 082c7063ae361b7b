import { Database } from '../src/platform/index.js';
import { certificate } from './support/certificate.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { spawnHub } from './support/process.js';
import { until } from './support/until.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

const good = certificate();

describe('a hub that dies while it delivers', () => {
  it('has its deliveries taken up by another, in order, nothing lost, each again under the id that it had', async () => {
    await using receiver = await Receiver.start(good);
    const secret = 'only-for-tests-0123456789-abcdefgh';
    await using quiet = await startHub({ TOCSIN_SECRET: secret }); // it may connect to nobody
    const { people, keys, api } = await seedAlliance(quiet);
    const env = envFor(receiver, good, {
      TOCSIN_SECRET: secret,
      DATABASE_URL: quiet.databaseUrl,
    });
    const first = await spawnHub(env);
    receiver.answer = () => undefined; // it has it, and the hub does not hear of it
    const added = await api(people.adminA, first)('POST', '/api/v1/webhooks', { url: receiver.url });
    expect(added.status).toBe(201);
    const names = Array.from({ length: 5 }, (_, i) => `k${i}.example`);
    for (const value of names) await api(keys.b)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    await until('one to be on its way', () => receiver.received.length > 0);
    await first.kill('SIGKILL');
    const [lost] = receiver.received;
    receiver.answer = (response) => response.writeHead(204).end();
    await quiet.app.get(Database).api.query(`update webhook set claimed_until = now()`); // else its lease is waited for
    await using second = await spawnHub(env);
    expect(second.url).not.toBe(first.url);
    // the first may have had them all already
    const again = () => receiver.received.slice(1);
    const named = () =>
      again().flatMap(({ body }) => body.entries.map(({ object }) => /'(.*)'/.exec(object.pattern!)![1]));
    await until('all', () => named().includes('k4.example'));
    expect(again()[0]!.id).toBe(lost!.id);
    expect(named()).toEqual(names);
    expect(new Set(again().map(({ id }) => id)).size).toBe(again().length);
  });
});
