import { Controller, Get, Param, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../../kernel/index.js';
import { Caller, Config, Policy } from '../../platform/index.js';
import { Collections, present } from './collections.js';
import { give, TAXII_TYPE, TaxiiMedia } from './media.js';
import { Statuses } from './statuses.js';

/** Whoever may read or add; for others there is nothing here. */
export const MEMBER = { scope: 'read', or: 'submit', hidden: true } as const;
/** An id in a path. */
export const Id = z.string().max(300);
/** The path of the one API root, from the host's root. */
export const ROOT = 'taxii2/alliance';

/** TAXII 2.1: what there is. */
@ApiTags('taxii')
@Controller()
@UseGuards(TaxiiMedia)
export class CollectionsController {
  constructor(
    private readonly collections: Collections,
    private readonly statuses: Statuses,
    private readonly config: Config,
  ) {}

  @Get('taxii2')
  @Policy(MEMBER)
  @ApiOperation({ summary: 'TAXII 2.1 discovery' })
  discovery(@Res() reply: FastifyReply): void {
    const title = `Tocsin at ${new URL(this.config.publicUrl).host}`;
    give(reply, JSON.stringify({ title, default: `/${ROOT}/`, api_roots: [`/${ROOT}/`] }));
  }

  @Get(ROOT)
  @Policy(MEMBER)
  @ApiOperation({ summary: 'The TAXII API root' })
  root(@Res() reply: FastifyReply): void {
    const description =
      'Threat indicators, advisories and whatever else its members share, each in the collections of its audience.';
    give(
      reply,
      JSON.stringify({
        title: 'The alliance',
        description,
        versions: [TAXII_TYPE],
        max_content_length: this.config.limits.bulk,
      }),
    );
  }

  @Get(`${ROOT}/status/:id`)
  @Policy(MEMBER)
  @ApiOperation({ summary: 'What became of objects that you added' })
  async status(
    @Caller() viewer: Viewer,
    @Param('id', { schema: Id }) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    give(reply, await this.statuses.get(viewer, id));
  }

  @Get(`${ROOT}/collections`)
  @Policy(MEMBER)
  @ApiOperation({
    summary: 'The TAXII collections that you have: one for each audience that you are in, and one of everything',
  })
  async list(@Caller() viewer: Viewer, @Res() reply: FastifyReply): Promise<void> {
    const collections = await this.collections.list(viewer);
    give(reply, JSON.stringify({ collections: collections.map(present) }));
  }

  @Get(`${ROOT}/collections/:collection`)
  @Policy(MEMBER)
  @ApiOperation({ summary: 'A TAXII collection' })
  async get(
    @Caller() viewer: Viewer,
    @Param('collection', { schema: Id }) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    give(reply, JSON.stringify(present(await this.collections.get(viewer, id))));
  }
}
