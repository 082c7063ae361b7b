import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { serve } from '../process.js';
import { type Ask, publishedTexts } from './ask.js';

/** Indicators in a batch, as many as the hub puts into one; and batches on the way to each subscriber, likewise. */
const BATCH = 400;
const WINDOW = 4;

/** Bare `ws`: batches put together once, sent to everybody as fast as each acknowledges. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
let batches: Buffer[] = [];
const readers = new Map<WebSocket, { next: number; onTheWay: number }>();

function pump(socket: WebSocket, reader: { next: number; onTheWay: number }): void {
  while (reader.onTheWay < WINDOW && reader.next < batches.length) {
    socket.send(batches[reader.next]!, { binary: false });
    reader.next += 1;
    reader.onTheWay += 1;
  }
}

server.on('connection', (socket) => {
  const reader = { next: 0, onTheWay: 0 };
  readers.set(socket, reader);
  socket.on('message', () => {
    reader.onTheWay -= 1;
    pump(socket, reader);
  });
  socket.on('close', () => readers.delete(socket));
  socket.send('hello');
});
await new Promise((resolve) => server.once('listening', resolve));

function publish(count: number): void {
  const texts = publishedTexts(count);
  batches = [];
  for (let from = 0; from < count; from += BATCH)
    batches.push(Buffer.from(`[${texts.slice(from, from + BATCH).join()}]`));
  for (const [socket, reader] of readers) {
    Object.assign(reader, { next: 0, onTheWay: 0 });
    pump(socket, reader);
  }
}

serve((ask: Ask) => {
  if (ask.do === 'publish') publish(ask.count);
  return { port: (server.address() as AddressInfo).port };
});
