import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { Handshake } from '../auth/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { Config, toFault } from '../platform/index.js';
import { Progress } from './progress.js';

/** Packets a second that one who has nothing to say may send. */
const PACKETS_PER_SECOND = 50;

interface Session {
  viewer: Viewer;
}
type ImportSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Session>;

/**
 * How imports go, live: namespace `/imports`, event `import` with a job as REST shows it, whenever it has changed. There is
 * nothing to ask: whoever sends an event is disconnected.
 */
@WebSocketGateway({ namespace: 'imports' })
export class ImportsGateway implements OnGatewayInit<Namespace>, OnGatewayConnection<ImportSocket> {
  private readonly connected = new Map<string, number>();

  constructor(
    private readonly handshake: Handshake,
    private readonly progress: Progress,
    private readonly config: Config,
  ) {}

  afterInit(namespace: Namespace): void {
    namespace.use((socket, next) => {
      this.admit(socket).then(
        () => next(),
        (error: unknown) => {
          const { code, detail, title } = toFault(error);
          next(Object.assign(new Error(code), { data: { code, detail: detail ?? title } }));
          setImmediate(() => socket.conn.close());
        },
      );
    });
  }

  private async admit(socket: ImportSocket): Promise<void> {
    const viewer = await this.handshake.viewer(socket, 'submit');
    const { organisationId } = viewer;
    const open = this.connected.get(organisationId) ?? 0;
    if (open >= this.config.limits.sockets)
      throw new Fault('rate_limited', 'the organisation has too many connections');
    this.connected.set(organisationId, open + 1);
    socket.conn.once('close', () => {
      this.connected.set(organisationId, (this.connected.get(organisationId) ?? 1) - 1);
    });
    socket.data.viewer = viewer;
  }

  handleConnection(socket: ImportSocket): void {
    const bye = (fault: Fault) => {
      socket.emit('bye', { code: fault.code, detail: fault.detail ?? fault.title, retryable: fault.status === 503 });
      socket.disconnect(true);
    };
    const end = this.progress.watch({
      viewer: socket.data.viewer,
      listens: () => socket.conn.transport.writable,
      tell: (job) => socket.emit('import', job),
      bye,
    });
    socket.onAny(() => bye(new Fault('protocol_error', 'nothing is asked for here')));
    let [packets, since] = [0, performance.now()];
    socket.conn.on('packet', () => {
      if (performance.now() - since > 1_000) [packets, since] = [0, performance.now()];
      if (++packets > PACKETS_PER_SECOND) socket.conn.close();
    });
    socket.once('disconnect', end);
    if (socket.disconnected) end();
  }
}
