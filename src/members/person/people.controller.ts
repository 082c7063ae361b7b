import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Viewer } from '../../kernel/index.js';
import { Caller, Policy } from '../../platform/index.js';
import { Link } from '../invitation/invitation-bodies.js';
import { Invitations } from '../invitation/invitations.js';
import { PathId } from '../path-id.js';
import { ADMINISTRATORS } from '../role.js';
import { People } from './people.js';
import { PeopleQuery, PersonAnswer, PersonChanges, ResetBody, PersonList } from './person-bodies.js';

/** People: an organisation's administrators manage their own, the alliance's all. */
@ApiTags('people')
@Controller('api/v1/people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly invitations: Invitations,
  ) {}

  @Get()
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'List people' })
  @ApiResponse({ status: 200, standardSchema: PersonList })
  async list(@Caller() viewer: Viewer, @Query({ schema: PeopleQuery }) query: z.infer<typeof PeopleQuery>) {
    return { items: await this.people.list(viewer, query.organisation_id) };
  }

  @Get(':id')
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Read one person' })
  @ApiResponse({ status: 200, standardSchema: PersonAnswer })
  get(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.people.get(viewer, id);
  }

  @Patch(':id')
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Change a person’s name, role or status; suspending signs out everywhere' })
  @ApiResponse({ status: 200, standardSchema: PersonAnswer })
  amend(
    @Caller() viewer: Viewer,
    @Param('id', PathId) id: string,
    @Body({ schema: PersonChanges }) body: PersonChanges,
  ) {
    return this.people.amend(viewer, id, body);
  }

  @Post(':id/reset')
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Make a one-time link by which the person sets a new password' })
  @ApiResponse({ status: 201, standardSchema: Link })
  reset(
    @Caller() viewer: Viewer,
    @Param('id', PathId) id: string,
    @Body({ schema: ResetBody }) body: z.infer<typeof ResetBody>,
  ) {
    return this.invitations.reset(viewer, id, body.valid_minutes);
  }

  @Delete(':id/totp')
  @HttpCode(204)
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Take a lost second factor away' })
  removeSecondFactor(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.people.removeSecondFactor(viewer, id);
  }
}
