import { Body, Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Viewer } from '../../../kernel/index.js';
import { Caller, Policy } from '../../../platform/index.js';
import { MispIntake } from './misp-intake.js';

const Within = z.strictObject({
  audience: z
    .enum(['organisation'])
    .optional()
    .meta({ description: 'All of it stays within the organisation, whatever the events say' }),
});

/** MISP events handed in. */
@ApiTags('misp')
@Controller('api/v1/misp')
export class MispController {
  constructor(private readonly intake: MispIntake) {}

  @Post('events')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({
    summary: 'Take in MISP events: one, a list, the answer of restSearch, or as a stream, one after the other',
  })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'object' } })
  take(
    @Caller() viewer: Viewer,
    @Query({ schema: Within }) { audience }: z.infer<typeof Within>,
    @Body() body: unknown,
    @Req() { rawBody = Buffer.alloc(0) }: FastifyRequest & { readonly rawBody?: Buffer },
  ) {
    const bytes: AsyncIterable<Uint8Array> = body instanceof Readable ? (body as AsyncIterable<Buffer>) : one(rawBody);
    return this.intake.take(viewer, bytes, audience ?? 'all');
  }
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
