import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../test/support/until.js';
import { Proxy } from './proxy.js';

/** A server that sends back what it gets, behind a proxy. */
async function echoed() {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await Proxy.listen((server.address() as AddressInfo).port);
  const clients: Socket[] = [];
  return {
    proxy,
    client() {
      const socket = connect(proxy.port, '127.0.0.1');
      const client = { socket, got: 0, closed: false, reset: false };
      socket.on('data', (chunk) => (client.got += chunk.length));
      socket.on('error', () => (client.reset = true));
      socket.on('close', () => (client.closed = true));
      clients.push(socket);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of clients) socket.destroy();
      await proxy.close();
      server.close();
    },
  };
}

describe('the proxy', () => {
  it('passes everything on, and half-closes', async () => {
    await using rig = await echoed();
    const client = rig.client();
    client.socket.end(Buffer.alloc(1_000_000));
    await until('the end', () => client.closed);
    expect(client.got).toBe(1_000_000);
  });

  it('swallows while it is paused, and loses nothing by it', async () => {
    await using rig = await echoed();
    const client = rig.client();
    client.socket.write('a');
    await until('the first', () => client.got === 1);
    rig.proxy.pause();
    client.socket.write('b');
    await sleep(150);
    expect([client.got, client.closed]).toEqual([1, false]);
    rig.proxy.heal();
    await until('the second', () => client.got === 2);
  });

  it('cuts after so many bytes', async () => {
    await using rig = await echoed();
    rig.proxy.set({ cutAfter: 700 });
    const client = rig.client();
    client.socket.write(Buffer.alloc(10_000));
    await until('the end', () => client.closed);
    expect(client.got).toBeLessThanOrEqual(700);
  });

  it('resets what there is, and what comes', async () => {
    await using rig = await echoed();
    const client = rig.client();
    client.socket.write('a');
    await until('the first', () => client.got === 1);
    rig.proxy.reset();
    await until('a reset', () => client.reset && client.closed);
    rig.proxy.set({ refusing: true });
    const next = rig.client();
    await until('another', () => next.closed);
    expect(next.got).toBe(0);
  });

  it('delays and throttles', async () => {
    await using rig = await echoed();
    const client = rig.client();
    await once(client.socket, 'connect');
    rig.proxy.set({ delayMs: 100, bytesPerSecond: 10_000 });
    const begun = performance.now();
    client.socket.write(Buffer.alloc(1_000));
    await until('all', () => client.got === 1_000);
    expect(performance.now() - begun).toBeGreaterThan(380); // twice: there and back
  });
});
