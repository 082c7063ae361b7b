import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { serve } from '../process.js';

/** What an engineer writes first: one insert and one broadcast a request. */
const readers = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const http = createServer();
const url = process.argv[2]!;
const pool = new pg.Pool({ connectionString: url, max: 10 });
await pool.query('create table posted (id bigint generated always as identity primary key, body text not null)');

async function store(body: string): Promise<void> {
  await pool.query('insert into posted (body) values ($1)', [body]);
  const entry = `{"id":"indicator--","op":"create",${body.slice(1)}`; // counted by its id, as the hub's is
  for (const reader of readers.clients) reader.send(entry);
}

http.on('upgrade', (request, socket, head) =>
  readers.handleUpgrade(request, socket, head, (reader) => {
    reader.on('message', () => undefined); // acknowledgements
    reader.send('hello');
  }),
);
http.on('request', (request, response) => {
  let body = '';
  request.on('data', (piece) => (body += String(piece)));
  request.on('end', () => {
    void store(body).then(() => response.writeHead(201, { 'content-length': 9 }).end('"created"'));
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

serve(() => ({ port: (http.address() as AddressInfo).port }));
