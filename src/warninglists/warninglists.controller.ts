import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { MispList } from './warninglist.js';
import { Warninglists } from './warninglists.js';

const Id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'small letters, digits, dots, hyphens and underscores');

/** Lists of values that are no indicators for many, or must not be blocked; in MISP's format. */
@ApiTags('warninglists')
@Controller('api/v1/warninglists')
export class WarninglistsController {
  constructor(private readonly warninglists: Warninglists) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The hub’s warninglists, without their entries' })
  async list() {
    return { items: await this.warninglists.list() };
  }

  @Get(':id')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'One warninglist, as MISP writes it' })
  read(@Param('id', { schema: z.string().max(200) }) id: string) {
    return this.warninglists.read(id);
  }

  @Put(':id')
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'Import a list of MISP’s, in the place of what had its id' })
  put(@Caller() viewer: Viewer, @Param('id', { schema: Id }) id: string, @Body({ schema: MispList }) list: MispList) {
    return this.warninglists.put(viewer, id, list);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'Remove an imported list' })
  remove(@Caller() viewer: Viewer, @Param('id', { schema: z.string().max(200) }) id: string) {
    return this.warninglists.remove(viewer, id);
  }
}
