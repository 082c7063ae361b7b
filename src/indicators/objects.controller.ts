import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Addressed } from '../audience/index.js';
import { Objects, type Origin, Origins } from '../exchange/index.js';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy, isKnown } from '../platform/index.js';

const Id = z.string().max(200);
const LedgerQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .default(0),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .default(1_000),
});

/** Single objects of any type, their history, and the ledgers that prove that one has them all. */
@ApiTags('objects')
@Controller('api/v1')
export class ObjectsController {
  constructor(
    private readonly objects: Objects,
    private readonly origins: Origins,
  ) {}

  @Get('objects/:id')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'An object in its current version, as STIX 2.1' })
  async get(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, etag } = await this.objects.get(viewer, id);
    void reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (isKnown(ifNoneMatch, etag)) return void reply.code(304).send();
    void reply.header('content-type', 'application/stix+json;version=2.1').send(body);
  }

  @Get('objects/:id/versions')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The versions of an object that you may see, oldest first' })
  async versions(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const versions = await this.objects.versions(viewer, id);
    const body = `{"versions":[${versions.map((version) => version.body).join()}]}`;
    void reply.header('content-type', 'application/json').send(body);
  }

  @Get('objects/:id/origins')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary:
      'To people: by which key, person, import or source each version of your organisation’s object was handed in, oldest first',
  })
  async handedIn(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
  ): Promise<{ origins: readonly Origin[] }> {
    return { origins: await this.origins.of(viewer, id) };
  }

  @Get('objects/:id/audience')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary:
      'For whom an object is: to the organisation that handed it in, who sees it by now; to all others, which kind of audience they are in',
  })
  audience(@Caller() viewer: Viewer, @Param('id', { schema: Id }) id: string): Promise<Addressed> {
    return this.objects.audience(viewer, id);
  }

  @Get('audiences')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The audiences that you are in, and where their ledgers stand' })
  async audiences(@Caller() viewer: Viewer) {
    return { audiences: await this.objects.ledgers(viewer) };
  }

  @Get('audiences/:ref/ledger')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Position, object id, digest and chain of all that was addressed to an audience' })
  ledger(
    @Caller() viewer: Viewer,
    @Param('ref', { schema: Id }) ref: string,
    @Query({ schema: LedgerQuery }) { after, limit }: z.infer<typeof LedgerQuery>,
  ) {
    return this.objects.ledger(viewer, ref, after, limit);
  }
}
