import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { AdvisoryId } from './path-ids.js';
import { Versions } from './reading/versions.js';
import { Drafts } from './work/drafts.js';

const number = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)
  .optional();
const DiffQuery = z.strictObject({ from: number, to: number });

/** In what one text of an advisory differs from another. */
@ApiTags('advisories')
@Controller('api/v1/advisories')
export class VersionsController {
  constructor(
    private readonly versions: Versions,
    private readonly drafts: Drafts,
  ) {}

  @Get(':id/diff')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary: 'In what a published version differs from another, of those that you may read; by itself, the last two',
  })
  published(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Query({ schema: DiffQuery }) { from, to }: z.infer<typeof DiffQuery>,
  ) {
    return this.versions.diff(viewer, id, from, to);
  }

  @Get(':id/revisions/diff')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'In what a revision differs from another, for those who write it; by itself, the last two' })
  atWork(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Query({ schema: DiffQuery }) { from, to }: z.infer<typeof DiffQuery>,
  ) {
    return this.drafts.diff(viewer, id, from, to);
  }
}
