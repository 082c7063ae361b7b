import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { ANY_PERSON, Caller, Policy } from '../platform/index.js';
import { Bell } from './bell.js';

const BellQuery = z.strictObject({
  search: z.uuid().optional(),
  limit: z
    .string()
    .regex(/^(?:0|[1-9]\d?|1\d\d|200)$/, 'at most 200')
    .transform(Number)
    .default(50)
    .meta({ description: '0: how much is unread, and nothing of what' }),
});
const Unread = z
  .object({
    unread: z.int().meta({ description: '100: so many or more' }),
    searches: z.array(z.object({ search: z.uuid(), unread: z.int() })),
  })
  .meta({ id: 'BellUnread' });
const BellAnswer = Unread.extend({
  cursor: z.string(),
  more: z.boolean(),
  items: z.array(
    z.object({
      searches: z.array(z.uuid()),
      at: z.iso.datetime(),
      read: z.boolean(),
      object: z.record(z.string(), z.unknown()),
    }),
  ),
}).meta({ id: 'Bell' });
const BellRead = z
  .strictObject({
    through: z.string().min(1).max(200).meta({ description: 'The `cursor` of the bell as it was read' }),
    search: z.uuid().optional(),
  })
  .meta({ id: 'BellRead' });

/** What one’s watched searches have found. */
@ApiTags('searches')
@Controller('api/v1/bell')
export class BellController {
  constructor(private readonly bell: Bell) {}

  @Get()
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'What your watched searches have found, newest first, and how much of it is unread' })
  @ApiResponse({ status: 200, standardSchema: BellAnswer })
  async read(
    @Caller() viewer: Viewer,
    @Query({ schema: BellQuery }) ask: z.infer<typeof BellQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.header('content-type', 'application/json').send(await this.bell.read(viewer, ask));
  }

  @Post('read')
  @HttpCode(200)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Mark as read what was there when the bell was read' })
  @ApiResponse({ status: 200, standardSchema: Unread })
  markRead(@Caller() viewer: Viewer, @Body({ schema: BellRead }) body: z.infer<typeof BellRead>) {
    return this.bell.markRead(viewer, body);
  }
}
