import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy, isKnown } from '../platform/index.js';
import { AdvisoryId } from './path-ids.js';
import { Exports } from './printing/exports.js';
import { FORMATS, SHAPES } from './printing/formats.js';

const ExportQuery = z.strictObject({ format: z.enum(FORMATS) });

/** Published advisories as documents. */
@ApiTags('advisories')
@Controller('api/v1/advisories')
export class PrintingController {
  constructor(private readonly exports: Exports) {}

  @Get(':id/export')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary:
      'A published advisory as an HTML page, as Markdown, as PDF, as a STIX 2.1 bundle, as a CSAF document; or word for word as it was signed',
  })
  async export(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Query({ schema: ExportQuery }) { format }: z.infer<typeof ExportQuery>,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { tlp, etag, fileName, make } = await this.exports.of(viewer, id, format);
    const { type, disposition, policy } = SHAPES[format];
    const known = isKnown(ifNoneMatch, etag);
    const document = known ? undefined : await make();
    void reply.header('etag', etag).header('cache-control', tlp === 'clear' ? 'private, no-cache' : 'no-store');
    if (known) return void reply.code(304).send();
    if (policy) void reply.header('content-security-policy', policy(tlp));
    void reply
      .header('content-type', type)
      .header('content-disposition', `${disposition}; filename="${fileName}"`)
      .send(document);
  }
}
