import { Body, Controller, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { AudienceAsk } from '../audience/index.js';
import { Exchange } from '../exchange/index.js';
import { readStix } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { Warninglists } from '../warninglists/index.js';
import { submitFound } from './bulk.js';
import { ItemBudget } from './item-budget.js';
import { outcomeLines } from './outcome-lines.js';

const IdempotencyKey = z.string().min(1).max(200).optional();

/** A word, or the JSON of an audience. */
const asked = z
  .string()
  .max(4_000)
  .transform((text, context) => {
    try {
      return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(AudienceAsk);
const FileQuery = z.strictObject({ tlp: z.string().max(20).optional(), audience: asked.optional() });

/** STIX objects of every type, by the bundle. */
@ApiTags('objects')
@Controller('api/v1')
export class StixController {
  constructor(
    private readonly exchange: Exchange,
    private readonly budget: ItemBudget,
    private readonly lists: Warninglists,
  ) {}

  @Post('objects')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Submit STIX of any length: a bundle, or objects one a line; outcomes as JSON lines' })
  @ApiConsumes('application/stix+json', 'application/x-ndjson')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Makes a repeat answer the first outcomes' })
  @ApiQuery({
    name: 'audience',
    required: false,
    type: String,
    description: 'all, organisation, or an audience as JSON',
  })
  submit(
    @Caller() viewer: Viewer,
    @Query({ schema: FileQuery }) { tlp, audience }: z.infer<typeof FileQuery>,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    if (!(body instanceof Readable)) throw new Fault('unsupported_media_type', 'send application/stix+json');
    const checked = IdempotencyKey.safeParse(key);
    if (!checked.success) throw new Fault('invalid', 'Idempotency-Key has 1 to 200 characters');
    const intake = {
      exchange: this.exchange,
      admit: (who: Viewer, items: number) => this.budget.take(who, items),
      lists: this.lists,
    };
    const file = { found: readStix(body as AsyncIterable<Uint8Array>), door: 'stix' };
    const parts = submitFound(intake, viewer, file, { tlp, audience, relay: true }, checked.data);
    void reply
      .header('content-type', 'application/x-ndjson')
      .send(Readable.from(outcomeLines(parts, reply.request.id)));
  }
}
