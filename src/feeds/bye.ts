import type { Socket } from 'socket.io';
import type { Fault } from '../kernel/index.js';

/** How long the last words may take to a reader that has stopped reading. */
export const LAST_WORDS_MS = 5_000;

/** What a reader is told before the connection ends. */
export const byeOf = (fault: Fault, cursor?: string) => ({
  code: fault.code,
  detail: fault.detail ?? fault.title,
  retryable: fault.status === 503 || fault.status === 429,
  ...(cursor !== undefined && { cursor }),
});

/** Says bye and disconnects; who doesn't read it is cut off, with all that was kept for it. */
export function sayBye(socket: Pick<Socket, 'emit' | 'disconnect' | 'request'>, fault: Fault, cursor?: string): void {
  socket.emit('bye', byeOf(fault, cursor));
  socket.disconnect(true);
  setTimeout(() => socket.request.socket.destroy(), LAST_WORDS_MS).unref();
}
