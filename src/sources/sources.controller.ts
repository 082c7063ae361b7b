import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { NewSource, PullAsk, RefusalsQuery, SourceChange } from './asks.js';
import { Sources } from './sources.js';

const idOf = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw new Fault('not_found');
  return id;
};

/** TAXII collections and MISPs of others that the hub pulls, in an organisation's name. */
@ApiTags('sources')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(private readonly sources: Sources) {}

  @Get()
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Sources of your organisation, and how they do' })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.sources.list(viewer) };
  }

  @Post()
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Have the hub pull a TAXII collection, a MISP feed or a MISP' })
  add(@Caller() viewer: Viewer, @Body({ schema: NewSource }) body: NewSource) {
    return this.sources.add(viewer, body);
  }

  @Get(':id')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'One of them' })
  one(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.sources.one(viewer, idOf(id));
  }

  @Patch(':id')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Pause it, or change how often and under what floor it is pulled, or how the hub signs in' })
  change(@Caller() viewer: Viewer, @Param('id') id: string, @Body({ schema: SourceChange }) body: SourceChange) {
    return this.sources.change(viewer, idOf(id), body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Pull it no more; what came from it stays' })
  remove(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.sources.remove(viewer, idOf(id));
  }

  @Post(':id/pull')
  @HttpCode(202)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Pull it now; or look at all of it anew' })
  pull(@Caller() viewer: Viewer, @Param('id') id: string, @Body({ schema: PullAsk }) body: PullAsk) {
    return this.sources.pull(viewer, idOf(id), body);
  }

  @Get(':id/refusals')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'What of it was not taken, and why, the latest first' })
  async refusals(
    @Caller() viewer: Viewer,
    @Param('id') id: string,
    @Query({ schema: RefusalsQuery }) page: z.infer<typeof RefusalsQuery>,
  ) {
    return { items: await this.sources.refusals(viewer, idOf(id), 'refused', page) };
  }

  @Get(':id/warnings')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({
    summary:
      'What of it was taken and stands on a warninglist, or was taken in part or changed (`note`), the latest first',
  })
  async warnings(
    @Caller() viewer: Viewer,
    @Param('id') id: string,
    @Query({ schema: RefusalsQuery }) page: z.infer<typeof RefusalsQuery>,
  ) {
    return { items: await this.sources.refusals(viewer, idOf(id), 'taken', page) };
  }
}
