import { type ClientRequest, request } from 'node:http';
import { io } from 'socket.io-client';
import type { WireBatch, WireEntry } from './records.js';

/** What a reader does with what comes. */
export interface Takes {
  /** `taken` is to be called when the batch is safe. */
  batch(batch: WireBatch, taken: () => void): void;
  beat(): void;
  /** The subscription was refused for good, or ended by the hub. */
  refused(code: string): void;
}

export interface Wish {
  readonly url: string;
  readonly token: string;
  readonly after: string;
  readonly filter?: string;
}

/** Follows the feed through one of its doors; resolves when the connection is no more. Aborting `signal` ends it. */
export type Door = (wish: Wish, takes: Takes, signal: AbortSignal) => Promise<void>;

/** socket.io, each batch acknowledged. */
export const socketDoor: Door = ({ url, token, after, filter }, takes, signal) =>
  new Promise((resolve) => {
    const socket = io(`${url}/feed`, {
      transports: ['websocket'],
      auth: { token },
      reconnection: false,
      forceNew: true,
      timeout: 5_000,
    });
    const end = () => {
      socket.close();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    socket.on('connect', () => {
      const wish = { after, ...(filter !== undefined && { filter }) };
      socket.emit('subscribe', wish, (answer: { ok: boolean; code?: string }) => {
        if (answer.ok) return;
        takes.refused(String(answer.code));
        end();
      });
    });
    socket.on('entries', (batch: WireBatch, taken: () => void) => takes.batch(batch, taken));
    socket.on('heartbeat', () => takes.beat());
    socket.on('connect_error', end);
    socket.on('disconnect', end);
  });

/** A door on plain HTTP: `read` is given each piece that `mark` ends. */
function httpDoor(accept: string, mark: string, reader: (takes: Takes) => (piece: string) => void): Door {
  return ({ url, token, after, filter }, takes, signal) =>
    new Promise((resolve) => {
      const asked = `${url}/api/v1/feed?after=${after}${filter === undefined ? '' : `&filter=${encodeURIComponent(filter)}`}`;
      const sent: ClientRequest = request(asked, {
        headers: { accept, authorization: `Bearer ${token}` },
        agent: false,
      });
      const end = () => {
        sent.destroy();
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
      sent.on('error', end);
      sent.on('response', (response) => {
        response.setEncoding('utf8');
        response.on('error', end);
        response.on('close', end);
        const ok = response.statusCode === 200;
        const read = reader(takes);
        let text = '';
        response.on('data', (chunk: string) => {
          text += chunk;
          if (!ok) return;
          const pieces = text.split(mark);
          text = pieces.pop() ?? '';
          for (const piece of pieces) read(piece);
        });
        response.on('end', () => {
          if (!ok) takes.refused(codeOf(text));
        });
      });
      sent.end();
    });
}

function codeOf(text: string): string {
  try {
    return (JSON.parse(text) as { code: string }).code;
  } catch {
    return 'unreadable';
  }
}

/** Newline-delimited JSON: entries, then the line with the cursor that covers them. */
export const linesDoor = httpDoor('application/x-ndjson', '\n', (takes) => {
  let entries: WireEntry[] = [];
  return (line) => {
    const said = JSON.parse(line) as WireEntry & WireBatch & { heartbeat?: true; bye?: object };
    if (said.op !== undefined) entries.push(said);
    else if (said.heartbeat) takes.beat();
    else if (!said.bye) {
      takes.batch({ ...said, entries }, () => undefined);
      entries = [];
    }
  };
});

/** Server-sent events. */
export const eventsDoor = httpDoor('text/event-stream', '\n\n', (takes) => (event) => {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1] ?? '';
  if (field('event') === 'heartbeat') takes.beat();
  if (field('event') === 'entries') takes.batch(JSON.parse(field('data')) as WireBatch, () => undefined);
});
