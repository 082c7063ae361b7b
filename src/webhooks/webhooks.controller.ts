import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Fault, TLP, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { DeliveryLog } from './delivery-log.js';
import { Webhooks } from './webhooks.js';

const cursor = z.string().min(1).max(200);
const name = z.string().min(1).max(100);
const url = z.string().min(1).max(2_000).meta({ description: 'https, on a host that the hub may connect to' });
const filter = z.string().max(512).meta({ description: 'In the query language' });
const ceiling = z.enum(TLP).exclude(['red']).meta({ description: 'The narrowest label that is sent' });
const NewWebhook = z
  .strictObject({
    name: name.default('webhook'),
    url,
    filter: filter.default(''),
    ceiling: ceiling.default('amber+strict'),
    after: cursor.default('now').meta({ description: '`now`, `beginning`, or a cursor of the organisation’s' }),
  })
  .meta({ id: 'NewWebhook' });
const WebhookChanges = z
  .strictObject({
    name: name.optional(),
    url: url.optional(),
    filter: filter.optional(),
    ceiling: ceiling.optional(),
  })
  .meta({ id: 'WebhookChanges' });
const Replay = z
  .strictObject({ after: cursor.optional(), delivery: z.uuid().optional() })
  .refine(({ after, delivery }) => after === undefined || delivery === undefined, {
    path: ['delivery'],
    message: 'either a cursor or a delivery',
  })
  .meta({ id: 'WebhookReplay' });
const LogQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/, 'at most 200')
    .transform(Number)
    .default(50),
  before: z.uuid().optional(),
});

const idOf = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw new Fault('not_found');
  return id;
};

/** Entries posted to a server of one's own, signed by Standard Webhooks. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly log: DeliveryLog,
  ) {}

  @Get()
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Webhooks of your organisation, and how they do' })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.webhooks.list(viewer) };
  }

  @Post()
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Have new entries posted to a URL; the secret is shown once' })
  add(@Caller() viewer: Viewer, @Body({ schema: NewWebhook }) body: z.infer<typeof NewWebhook>) {
    return this.webhooks.add(viewer, body);
  }

  @Get(':id')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'One of them' })
  one(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.webhooks.one(viewer, idOf(id));
  }

  @Patch(':id')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Call it otherwise, or post elsewhere, other entries or less far; secret and place stay' })
  change(
    @Caller() viewer: Viewer,
    @Param('id') id: string,
    @Body({ schema: WebhookChanges }) body: z.infer<typeof WebhookChanges>,
  ) {
    return this.webhooks.change(viewer, idOf(id), body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Nothing is posted to it any more' })
  remove(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.webhooks.remove(viewer, idOf(id));
  }

  @Get(':id/deliveries')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'What was posted lately, newest first: status, time, error' })
  async deliveries(
    @Caller() viewer: Viewer,
    @Param('id') id: string,
    @Query({ schema: LogQuery }) { limit, before }: z.infer<typeof LogQuery>,
  ) {
    return { items: await this.log.list(viewer, idOf(id), limit, before) };
  }

  @Post(':id/secret')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'A new secret; the old one signs beside it for a day' })
  rotate(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.webhooks.rotate(viewer, idOf(id));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Post nothing until replay says to go on; the place is kept' })
  pause(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.webhooks.pause(viewer, idOf(id));
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Go on from a cursor, or where it was given up; or one delivery once more' })
  replay(@Caller() viewer: Viewer, @Param('id') id: string, @Body({ schema: Replay }) body: z.infer<typeof Replay>) {
    return this.webhooks.replay(viewer, idOf(id), body);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Post an empty batch now, and say what the server answers' })
  test(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.webhooks.test(viewer, idOf(id));
  }
}
