import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import { Handshake } from '../auth/index.js';
import { type Door, Feed, type Subscription } from '../exchange/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { Config, Log, Policy, toFault } from '../platform/index.js';
import { sayBye } from './bye.js';
import { Framed, passFrames } from './encoder.js';
import { FeedFilter } from './feed.filter.js';
import { Flood } from './flood.js';

/** Inbound events a second that a client may send, acknowledgements aside; and messages of any kind. */
const EVENTS_PER_SECOND = 20;
const MESSAGES_PER_SECOND = 2_000;
/** Who connects must subscribe. */
const SUBSCRIBE_MS = 10_000;

const Wish = z.strictObject({ filter: z.string().max(512).optional(), after: z.string().min(1).max(200).optional() });

interface Session {
  viewer: Viewer;
  /** Set as soon as it has asked: two at once must not both get one. */
  subscribing: boolean;
  subscription?: Subscription;
}
type FeedSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Session>;

/** The live feed's door on socket.io: namespace `/feed`, events as DESIGN's wire table says. */
@WebSocketGateway({ namespace: 'feed' })
@UseFilters(FeedFilter)
export class FeedGateway implements OnGatewayInit<Namespace>, OnGatewayDisconnect<FeedSocket> {
  private readonly connects = new Map<string, Flood>();
  /** Open connections, by organisation. */
  private readonly connected = new Map<string, number>();

  constructor(
    private readonly feed: Feed,
    private readonly handshake: Handshake,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Nest's guards don't run for connections: the namespace authenticates them itself. */
  afterInit(namespace: Namespace): void {
    namespace.use((socket, next) => {
      this.admit(socket).then(
        () => next(),
        (error: unknown) => {
          next(refusal(toFault(error)));
          setImmediate(() => socket.conn.close());
        },
      );
    });
  }

  private async admit(socket: FeedSocket): Promise<void> {
    const viewer = await this.handshake.viewer(socket, 'feed');
    this.pace(viewer.credential.id);
    const { organisationId } = viewer;
    const open = this.connected.get(organisationId) ?? 0;
    if (open >= this.config.limits.sockets)
      throw new Fault('rate_limited', 'the organisation has too many connections');
    this.connected.set(organisationId, open + 1);
    socket.conn.once('close', () => {
      this.connected.set(organisationId, (this.connected.get(organisationId) ?? 1) - 1);
    });
    Object.assign(socket.data, { viewer, subscribing: false } satisfies Session);
    passFrames(socket);
    this.watch(socket);
  }

  private pace(credential: string): void {
    if (this.connects.size > 10_000) this.connects.clear();
    const connects = this.connects.get(credential) ?? new Flood(this.config.limits.connects);
    this.connects.set(credential, connects);
    if (connects.overflows()) throw new Fault('rate_limited', 'too many connections at once; wait a moment');
  }

  /** Unknown and repeated events cost the sender his connection, not the hub its time. */
  private watch(socket: FeedSocket): void {
    const [events, messages] = [new Flood(EVENTS_PER_SECOND), new Flood(MESSAGES_PER_SECOND)];
    const stop = (fault: Fault) => {
      if (socket.data.subscription) socket.data.subscription.bye(fault);
      else sayBye(socket, fault);
    };
    socket.onAny(() => events.overflows() && stop(new Fault('rate_limited')));
    socket.conn.on('packet', () => messages.overflows() && stop(new Fault('rate_limited')));
    const timer = setTimeout(() => {
      if (!socket.data.subscribing) stop(new Fault('protocol_error', 'nothing was subscribed to'));
    }, SUBSCRIBE_MS);
    const settled = () => clearTimeout(timer);
    socket.once('subscribe', settled);
    socket.conn.once('close', settled);
  }

  @SubscribeMessage('subscribe')
  @Policy({ scope: 'feed' })
  async subscribe(@ConnectedSocket() socket: FeedSocket, @MessageBody() body: unknown) {
    const { data } = socket;
    const wish = Wish.safeParse(body ?? {});
    if (!wish.success || data.subscribing) return refused(new Fault('protocol_error'));
    data.subscribing = true;
    try {
      const { subscription, start } = await this.feed.open(data.viewer, wish.data, this.door(socket));
      if (socket.disconnected) subscription.end();
      data.subscription = subscription;
      setImmediate(start); // after the acknowledgement
      return { ok: true, cursor: subscription.cursor };
    } catch (error) {
      data.subscribing = false;
      const fault = toFault(error);
      if (fault.code === 'internal') this.log.failure(error, {}, 'subscribe failed');
      return refused(fault);
    }
  }

  private door(socket: FeedSocket): Door {
    let sent = 0;
    return {
      send: (batch, cursor, taken) => {
        // socket.io numbers the packets of all readers through: how many the others get would show
        Object.assign(socket.nsp, { _ids: sent++ });
        socket.emit('entries', new Framed(batch, cursor), taken);
      },
      heartbeat: (cursor, at) => socket.emit('heartbeat', { cursor, at }),
      bye: (fault, cursor) => sayBye(socket, fault, cursor),
    };
  }

  handleDisconnect(socket: FeedSocket): void {
    socket.data.subscription?.end();
  }
}

const refused = ({ code, detail, title }: Fault) => ({ ok: false, code, detail: detail ?? title });

const refusal = ({ code, detail, title }: Fault) =>
  Object.assign(new Error(code), { data: { code, detail: detail ?? title } });
