import { Body, Controller, Delete, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault, type Viewer } from '../../kernel/index.js';
import { Caller, Policy } from '../../platform/index.js';
import { Adding } from './adding.js';
import { Collections } from './collections.js';
import { Id, MEMBER, ROOT } from './collections.controller.js';
import { filtersOf, readQuery } from './filters.js';
import { give, TaxiiMedia } from './media.js';
import type { Shape } from './page-sql.js';
import { Pages } from './pages.js';

/** TAXII 2.1: what collections hold. */
@ApiTags('taxii')
@Controller(`${ROOT}/collections/:collection`)
@UseGuards(TaxiiMedia)
export class ObjectsController {
  constructor(
    private readonly collections: Collections,
    private readonly pages: Pages,
    private readonly adding: Adding,
  ) {}

  @Get('manifest')
  @Policy(MEMBER)
  @ApiOperation({ summary: 'What a collection holds, without the objects themselves' })
  manifest(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.page(viewer, id, { shape: 'manifest' }, request, reply);
  }

  @Get('objects')
  @Policy(MEMBER)
  @ApiOperation({ summary: 'The objects of a collection, in the order in which they were added' })
  objects(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.page(viewer, id, { shape: 'objects' }, request, reply);
  }

  @Post('objects')
  @Policy(MEMBER)
  @RouteConfig({ gzip: true })
  @ApiOperation({ summary: 'Add objects to a collection: an envelope, or a bundle' })
  @ApiConsumes('application/taxii+json', 'application/stix+json')
  async add(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Req() { rawBody }: FastifyRequest & { rawBody?: Buffer },
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const collection = await this.collections.get(viewer, id);
    give(reply, await this.adding.add(viewer, collection, body, rawBody), {}, 202);
  }

  @Get('objects/:object')
  @Policy(MEMBER)
  @ApiOperation({ summary: 'An object of a collection, in the versions that are asked for' })
  object(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Param('object', { schema: Id }) object: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.page(viewer, id, { shape: 'objects', object }, request, reply);
  }

  @Delete('objects/:object')
  @Policy(MEMBER)
  @ApiOperation({ summary: 'Take your own object back from everybody: it is revoked, and recalled from all others' })
  async remove(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Param('object', { schema: Id }) object: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { versions, otherSpec } = filtersOf(readQuery(request.raw.url ?? '').given);
    const collection = await this.collections.get(viewer, id);
    if (otherSpec) throw new Fault('not_found');
    await this.adding.remove(viewer, collection, object, versions);
    give(reply, '');
  }

  @Get('objects/:object/versions')
  @Policy(MEMBER)
  @ApiOperation({ summary: 'The versions of an object of a collection' })
  versions(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Param('object', { schema: Id }) object: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.page(viewer, id, { shape: 'versions', object }, request, reply);
  }

  private async page(
    viewer: Viewer,
    id: string,
    of: { readonly shape: Shape; readonly object?: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const collection = await this.collections.get(viewer, id);
    if (!collection.canRead) throw new Fault('forbidden');
    const asked = readQuery(request.raw.url ?? '');
    // all versions, unless some are asked for, or were where one goes on from
    const isWhole = of.shape === 'versions' && asked.next === undefined;
    const given = isWhole ? { 'match[version]': 'all', ...asked.given } : asked.given;
    const { text, headers } = await this.pages.page(viewer, collection, of, { ...asked, given });
    give(reply, text, headers);
  }
}
