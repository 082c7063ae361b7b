import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Viewer } from '../../kernel/index.js';
import { Caller, Policy } from '../../platform/index.js';
import { PathId } from '../path-id.js';
import { ADMINISTRATORS, ALLIANCE } from '../role.js';
import { GroupAnswer, GroupChanges, NewGroup, GroupList } from './group-bodies.js';
import { Groups } from './groups.js';

/** Sharing groups: known to their members alone, kept by the alliance's administrators; members leave as they wish. */
@ApiTags('groups')
@Controller('api/v1/groups')
export class GroupsController {
  constructor(private readonly groups: Groups) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'List the sharing groups one is a member of' })
  @ApiResponse({ status: 200, standardSchema: GroupList })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.groups.list(viewer) };
  }

  @Get(':id')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Read one sharing group' })
  @ApiResponse({ status: 200, standardSchema: GroupAnswer })
  get(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.groups.get(viewer, id);
  }

  @Post()
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Create a sharing group' })
  @ApiResponse({ status: 201, standardSchema: GroupAnswer })
  create(@Caller() viewer: Viewer, @Body({ schema: NewGroup }) body: NewGroup) {
    return this.groups.create(viewer, body);
  }

  @Patch(':id')
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Rename or describe a sharing group' })
  @ApiResponse({ status: 200, standardSchema: GroupAnswer })
  amend(@Caller() viewer: Viewer, @Param('id', PathId) id: string, @Body({ schema: GroupChanges }) body: GroupChanges) {
    return this.groups.amend(viewer, id, body);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Close a sharing group: nothing more is shared in it' })
  @ApiResponse({ status: 200, standardSchema: GroupAnswer })
  close(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.groups.close(viewer, id);
  }

  @Put(':id/members/:organisation')
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Let an organisation join' })
  @ApiResponse({ status: 200, standardSchema: GroupAnswer })
  add(@Caller() viewer: Viewer, @Param('id', PathId) id: string, @Param('organisation', PathId) organisation: string) {
    return this.groups.add(viewer, id, organisation);
  }

  @Delete(':id/members/:organisation')
  @Policy(ADMINISTRATORS)
  @ApiOperation({
    summary: 'Remove an organisation, or leave with one’s own; it loses sight of the group within a second',
  })
  @ApiResponse({ status: 200, standardSchema: GroupAnswer })
  remove(
    @Caller() viewer: Viewer,
    @Param('id', PathId) id: string,
    @Param('organisation', PathId) organisation: string,
  ) {
    return this.groups.remove(viewer, id, organisation);
  }
}
