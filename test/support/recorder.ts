import { get, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Key, Person } from './people.js';
import { asking } from './target.js';

export type Door = 'socket' | 'events' | 'lines';

/** A subscriber that keeps every byte that the hub sends it, and takes all of it at once. */
export interface Recorder {
  readonly chunks: { readonly at: number; readonly text: string }[];
  /** The connection was ended by the hub. */
  ended: boolean;
  close(): void;
}

/** Everything received, as one text. */
export const textOf = ({ chunks }: Recorder): string => chunks.map(({ text }) => text).join('');

/** The code of the hub's last word; undefined as long as it has said none. */
export const byeIn = (recorder: Recorder): string | undefined =>
  /"bye"[:,]\{"code":"(\w+)"|event: bye\nid: [^\n]*\ndata: \{"code":"(\w+)"/
    .exec(textOf(recorder))
    ?.slice(1)
    .find(Boolean);

const HEARTBEAT =
  /42\/feed,\["heartbeat",[^\n]*\n|event: heartbeat\nid: [^\n]*\ndata: [^\n]*\n\n|\{"heartbeat":[^\n]*\n/g;

export const heartbeatsIn = (recorder: Recorder): number => textOf(recorder).match(HEARTBEAT)?.length ?? 0;

/** Everything, where heartbeats in a row are one: how many came is up to who beats. */
export const beatenOnce = (recorder: Recorder): string =>
  textOf(recorder).replace(new RegExp(`(?:${HEARTBEAT.source})+(?=(?:${HEARTBEAT.source}))`, 'g'), '');

/** Everything but heartbeats. */
export const contentIn = (recorder: Recorder): string => textOf(recorder).replace(HEARTBEAT, '');

/** The entries alone, in order: in which batch one comes live is a matter of time. */
export const entriesIn = (recorder: Recorder): string => (contentIn(recorder).match(ENTRY) ?? []).join('\n');

/** From its object to the end of its envelope. */
const ENTRY = /\{"object":.*?,"op":"[^\n]*?"chain":"[^"]*"[^\n]*?\}(?=,?\n|,\{"object":|\]\}|$)/gs;

/** Whether it has been told that it is at the head. */
export const isLive = (recorder: Recorder): boolean => textOf(recorder).includes('"live":true');

interface Wish {
  readonly after?: string;
  readonly filter?: string;
}

export function record(url: string, who: Key | Person, door: Door, wish: Wish = {}): Recorder {
  return door === 'socket' ? onSocket(url, who, wish) : onHttp(url, who, door, wish);
}

function onHttp(url: string, who: Key | Person, door: Door, wish: Wish): Recorder {
  const accept = door === 'lines' ? 'application/x-ndjson' : 'text/event-stream';
  const chunks: Recorder['chunks'] = [];
  const query = new URLSearchParams({ ...wish });
  const request = get(`${url}/api/v1/feed?${query.toString()}`, { headers: { ...asking(who), accept }, agent: false });
  const recorder: Recorder = { chunks, ended: false, close: () => request.destroy() };
  request.on('error', () => (recorder.ended = true));
  request.on('response', (response: IncomingMessage) => {
    if (response.statusCode !== 200) chunks.push({ at: Date.now(), text: `${response.statusCode}\n` });
    response.setEncoding('utf8');
    response.on('data', (text: string) => chunks.push({ at: Date.now(), text }));
    response.on('close', () => (recorder.ended = true));
    response.on('error', () => (recorder.ended = true));
  });
  return recorder;
}

/** socket.io by hand, so that what is kept is what came over the wire. */
function onSocket(url: string, who: Key | Person, wish: Wish): Recorder {
  const chunks: Recorder['chunks'] = [];
  const headers = 'cookie' in who ? { cookie: who.cookie, origin: 'http://localhost:0' } : {};
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers });
  const recorder: Recorder = { chunks, ended: false, close: () => socket.terminate() };
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text === '2') socket.send('3');
    else if (text.startsWith('0')) socket.send(`40/feed,${'text' in who ? JSON.stringify({ token: who.text }) : ''}`);
    else if (text.startsWith('40/feed')) socket.send(`42/feed,0${JSON.stringify(['subscribe', wish])}`);
    else chunks.push({ at: Date.now(), text: `${text}\n` });
    const batch = /^42\/feed,(\d+)\["entries"/.exec(text)?.[1];
    if (batch !== undefined) socket.send(`43/feed,${batch}[]`);
  });
  socket.on('error', () => (recorder.ended = true));
  socket.on('close', () => (recorder.ended = true));
  return recorder;
}
