import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { serve } from '../process.js';
import { type Ask, publishedTexts } from './ask.js';

/** Events that all subscribers must have acknowledged before more are sent, so that nothing piles up. */
const RUN = 100;
const RUNS_ON_THE_WAY = 4;

/** Bare socket.io: one room, `to(room).emit` one event at a time. */
const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const acknowledged = new Map<Socket, number>();
let moved = () => {};
io.on('connection', (socket) => {
  void socket.join('feed');
  acknowledged.set(socket, 0);
  socket.on('ack', () => {
    acknowledged.set(socket, (acknowledged.get(socket) ?? 0) + 1);
    moved();
  });
  socket.on('disconnect', () => acknowledged.delete(socket));
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

async function publish(count: number): Promise<void> {
  const items = publishedTexts(count).map((text) => JSON.parse(text) as unknown);
  const base = Math.min(...acknowledged.values());
  for (let sent = 0; sent < items.length; sent += RUN) {
    for (const item of items.slice(sent, sent + RUN)) io.to('feed').emit('indicator', item);
    const due = base + sent / RUN + 1 - RUNS_ON_THE_WAY;
    await new Promise<void>((resolve) => {
      moved = () => [...acknowledged.values()].every((n) => n >= due) && resolve();
      setImmediate(() => moved());
    });
  }
}

serve(async (ask: Ask) => {
  if (ask.do === 'publish') await publish(ask.count);
  return { port: (http.address() as AddressInfo).port };
});
