import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Batch, BETWEEN, type Door, Feed, type Subscription } from '../exchange/index.js';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { byeOf, LAST_WORDS_MS } from './bye.js';

const Wish = z.strictObject({ after: z.string().min(1).max(200).optional(), filter: z.string().max(512).optional() });

/** The live feed's door on plain HTTP: server-sent events (WHATWG HTML §9.2) or newline-delimited JSON. */
@ApiTags('feed')
@Controller('api/v1/feed')
export class FeedController {
  constructor(private readonly feed: Feed) {}

  /** Never ends by itself. The reader's TCP window is its acknowledgement: who does not read is not sent more. */
  @Get()
  @Policy({ scope: 'feed' })
  @ApiOperation({ summary: 'Follow the live feed' })
  @ApiProduces('text/event-stream', 'application/x-ndjson')
  async follow(
    @Caller() viewer: Viewer,
    @Query({ schema: Wish }) wish: z.infer<typeof Wish>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = accept?.includes('application/x-ndjson') ?? false;
    const raw = reply.raw;
    const door = lines ? ndjson(raw) : events(raw);
    const after = lastEventId || wish.after;
    const { subscription, start } = await this.feed.open(viewer, { ...wish, ...(after && { after }) }, door);
    reply.hijack();
    raw.on('close', () => subscription.end());
    begin(reply, lines);
    // who has gone meanwhile is not waited for; HEAD is decided like GET, and given no more
    if (raw.destroyed || request.method === 'HEAD') {
      subscription.end();
      raw.end();
      return;
    }
    if (!lines) raw.write(`retry: 2000\n\n`);
    greet(door, subscription);
    start();
  }
}

function begin(reply: FastifyReply, lines: boolean): void {
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': lines ? 'application/x-ndjson' : 'text/event-stream',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
}

/** A first heartbeat tells the reader at once where it stands. */
function greet(door: Door, subscription: Subscription): void {
  door.heartbeat(subscription.cursor, new Date().toISOString());
}

type Raw = FastifyReply['raw'];

/** What a reader may leave unread before heartbeats are kept from it. */
const UNREAD_BYTES = 65_536;

function end(raw: Raw, lastWords: string): void {
  raw.end(lastWords);
  setTimeout(() => raw.destroy(), LAST_WORDS_MS).unref();
}

function beat(raw: Raw, text: string): void {
  if (raw.writableLength < UNREAD_BYTES) raw.write(text);
}

const oneLine = (json: string): Buffer => Buffer.from(json.replaceAll(BETWEEN, ','));

const linesOf = (batch: Batch): Buffer =>
  Buffer.from(batch.count === 0 ? '' : `${batch.entries.replaceAll(BETWEEN, '\n')}\n`);

function events(raw: Raw): Door {
  return {
    send(batch, cursor, taken) {
      const data = batch.framed('events', () => oneLine(batch.json)); // a line break would end the data
      raw.cork();
      raw.write(`event: entries\nid: ${cursor}\ndata: {"cursor":"${cursor}",`);
      raw.write(data);
      raw.write('\n\n', taken);
      raw.uncork();
    },
    heartbeat: (cursor, at) =>
      beat(raw, `event: heartbeat\nid: ${cursor}\ndata: ${JSON.stringify({ cursor, at })}\n\n`),
    bye: (fault, cursor) => end(raw, `event: bye\nid: ${cursor}\ndata: ${JSON.stringify(byeOf(fault, cursor))}\n\n`),
  };
}

/** One line an entry; after each batch a line with the cursor that covers it. */
function ndjson(raw: Raw): Door {
  return {
    send: (batch, cursor, taken) => {
      const lines = batch.framed('ndjson', () => linesOf(batch));
      const heads = batch.heads === undefined ? '' : `,"heads":${batch.heads}`;
      raw.cork();
      raw.write(lines);
      raw.write(`{"cursor":"${cursor}","live":${batch.live}${heads}}\n`, taken);
      raw.uncork();
    },
    heartbeat: (cursor, at) => beat(raw, `${JSON.stringify({ heartbeat: true, cursor, at })}\n`),
    bye: (fault, cursor) => end(raw, `{"bye":${JSON.stringify(byeOf(fault, cursor))}}\n`),
  };
}
