import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../../kernel/index.js';
import { Caller, Policy } from '../../platform/index.js';
import { PathId } from '../path-id.js';
import { ALLIANCE } from '../role.js';
import {
  NewOrganisation,
  OrganisationAnswer,
  OrganisationChanges,
  Reason,
  OrganisationList,
} from './organisation-bodies.js';
import { Organisations } from './organisations.js';

type Reason = z.infer<typeof Reason>;

/** The members of the alliance: every member reads, alliance administrators change. */
@ApiTags('organisations')
@Controller('api/v1/organisations')
export class OrganisationsController {
  constructor(private readonly organisations: Organisations) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'List the organisations of the alliance' })
  @ApiResponse({ status: 200, standardSchema: OrganisationList })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.organisations.list(viewer) };
  }

  @Get(':id')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Read one organisation' })
  @ApiResponse({ status: 200, standardSchema: OrganisationAnswer })
  get(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.organisations.get(viewer, id);
  }

  @Post()
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Propose an organisation as member' })
  @ApiResponse({ status: 201, standardSchema: OrganisationAnswer })
  propose(@Caller() viewer: Viewer, @Body({ schema: NewOrganisation }) body: NewOrganisation) {
    return this.organisations.propose(viewer, body);
  }

  @Patch(':id')
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Change an organisation’s name, country, blocs, type or contacts' })
  @ApiResponse({ status: 200, standardSchema: OrganisationAnswer })
  amend(
    @Caller() viewer: Viewer,
    @Param('id', PathId) id: string,
    @Body({ schema: OrganisationChanges }) body: OrganisationChanges,
  ) {
    return this.organisations.amend(viewer, id, body);
  }

  @Post(':id/activate')
  @HttpCode(200)
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Admit a proposed organisation' })
  @ApiResponse({ status: 200, standardSchema: OrganisationAnswer })
  activate(@Caller() viewer: Viewer, @Param('id', PathId) id: string, @Body({ schema: Reason }) body: Reason) {
    return this.organisations.step(viewer, id, 'activate', body.reason);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Suspend an organisation: its sessions end and its keys stop working within a second' })
  @ApiResponse({ status: 200, standardSchema: OrganisationAnswer })
  suspend(@Caller() viewer: Viewer, @Param('id', PathId) id: string, @Body({ schema: Reason }) body: Reason) {
    return this.organisations.step(viewer, id, 'suspend', body.reason);
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'Lift a suspension' })
  @ApiResponse({ status: 200, standardSchema: OrganisationAnswer })
  reinstate(@Caller() viewer: Viewer, @Param('id', PathId) id: string, @Body({ schema: Reason }) body: Reason) {
    return this.organisations.step(viewer, id, 'reinstate', body.reason);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Policy(ALLIANCE)
  @ApiOperation({ summary: 'End a membership for good: keys are revoked and groups left' })
  @ApiResponse({ status: 200, standardSchema: OrganisationAnswer })
  withdraw(@Caller() viewer: Viewer, @Param('id', PathId) id: string, @Body({ schema: Reason }) body: Reason) {
    return this.organisations.step(viewer, id, 'withdraw', body.reason);
  }
}
