import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Objects } from '../exchange/index.js';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { Bundles } from './bundles.js';
import { Lookup } from './lookup.js';
import { type Found, Search } from './search.js';

const MAX_PAGE = 500;
const Id = z.string().max(200);
const PageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .refine((n) => n <= MAX_PAGE, `at most ${MAX_PAGE}`)
    .default(50),
  cursor: z.string().min(1).max(200).optional(),
});
const SearchQuery = PageQuery.extend({ q: z.string().max(512).default('') });
const LookupRequest = z
  .strictObject({ values: z.array(z.string().min(1).max(8_192)).min(1).max(10_000) })
  .meta({ id: 'LookupRequest' });

/** One box that finds anything visible, and one call that answers for ten thousand values. */
@ApiTags('search')
@Controller('api/v1')
export class SearchController {
  constructor(
    private readonly search: Search,
    private readonly lookup: Lookup,
    private readonly objects: Objects,
    private readonly bundles: Bundles,
  ) {}

  @Get('search')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Search in the query language, newest first' })
  async find(
    @Caller() viewer: Viewer,
    @Query({ schema: SearchQuery }) { q, limit, cursor }: z.infer<typeof SearchQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.answer(reply, await this.search.page(viewer, q, limit, cursor));
  }

  /** Stored texts, put together as they are. */
  private answer(reply: FastifyReply, { objects, next }: Found): void {
    const body = `{"objects":[${objects.join()}]${next === undefined ? '' : `,"next":"${next}"`}}`;
    void reply.header('content-type', 'application/json').send(body);
  }

  @Get('objects/:id/related')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'What members said of an object: sightings, opinions and others that refer to it' })
  async related(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { limit, cursor }: z.infer<typeof PageQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.objects.get(viewer, id);
    this.answer(reply, await this.search.page(viewer, `"${id}" -id:${id}`, limit, cursor));
  }

  @Get('objects/:id/bundle')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary: 'An object with what it refers to and what refers to it, as far as you see it, as a bundle',
  })
  async bundle(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const bundle = await this.bundles.open(viewer, id);
    void reply
      .header('content-type', 'application/stix+json;version=2.1')
      .send(Readable.from(bundle, { objectMode: false }));
  }

  @Post('lookup')
  @HttpCode(200)
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'What is known of up to 10,000 values, defanged or not' })
  async look(@Caller() viewer: Viewer, @Body({ schema: LookupRequest }) { values }: z.infer<typeof LookupRequest>) {
    return { results: await this.lookup.values(viewer, values) };
  }
}
