import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The open connections of a server. Node waits for each of them when it closes, and its `closeAllConnections` knows only
 * those that have asked for something: one that says nothing would hold up a stop for as long as it likes.
 */
export class Connections {
  private readonly open = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
  }

  /** Cuts off whoever is still there. */
  cut(): void {
    for (const socket of this.open) socket.destroy();
  }
}
