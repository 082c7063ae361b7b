import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, isKnown, Policy } from '../platform/index.js';
import { AdvisoryId } from './path-ids.js';
import { Library } from './reading/library.js';

const ShelfQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .default(50),
  cursor: z.string().max(200).optional(),
  open: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false),
});

/** Published advisories, for those they go to. */
@ApiTags('advisories')
@Controller('api/v1/advisories')
export class AdvisoriesController {
  constructor(private readonly library: Library) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary: 'Published advisories, newest first; `open=true`: those that your organisation has not answered',
  })
  list(@Caller() viewer: Viewer, @Query({ schema: ShelfQuery }) query: z.infer<typeof ShelfQuery>) {
    const { cursor, ...rest } = query;
    return this.library.page(viewer, { ...rest, ...(cursor !== undefined && { cursor }) });
  }

  @Get('open')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'How many your organisation has not answered; beyond a hundred there are `more`' })
  open(@Caller() viewer: Viewer) {
    return this.library.open(viewer);
  }

  @Get(':id')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'A published advisory as it stands, as a STIX 2.1 report' })
  async get(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, etag } = await this.library.get(viewer, id);
    void reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (isKnown(ifNoneMatch, etag)) return void reply.code(304).send();
    void reply.header('content-type', 'application/stix+json;version=2.1').send(body);
  }
}
