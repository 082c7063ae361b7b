import { Body, Controller, Delete, Get, HttpCode, Ip, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Viewer } from '../../kernel/index.js';
import { Caller, Policy } from '../../platform/index.js';
import { PathId } from '../path-id.js';
import { ADMINISTRATORS } from '../role.js';
import { Acceptances } from './acceptances.js';
import { Acceptance, NewInvitation, Accepted, InvitationList, Link, LookAt, Promised } from './invitation-bodies.js';
import { Invitations } from './invitations.js';

/** One-time links to join an organisation, made by administrators and handed over by them. */
@ApiTags('invitations')
@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly acceptances: Acceptances,
  ) {}

  @Get()
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'List open links' })
  @ApiResponse({ status: 200, standardSchema: InvitationList })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.invitations.list(viewer) };
  }

  @Post()
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Invite somebody; the answer holds the link, once' })
  @ApiResponse({ status: 201, standardSchema: Link })
  invite(@Caller() viewer: Viewer, @Body({ schema: NewInvitation }) body: NewInvitation) {
    return this.invitations.invite(viewer, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Take a link back' })
  cancel(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.invitations.cancel(viewer, id);
  }

  @Post('look')
  @HttpCode(200)
  @Policy('public')
  @ApiOperation({ summary: 'What a one-time link is for, before it is used' })
  @ApiResponse({ status: 200, standardSchema: Promised })
  look(@Ip() address: string, @Body({ schema: LookAt }) { token }: LookAt) {
    return this.acceptances.look(address, token);
  }

  @Post('accept')
  @Policy('public')
  @ApiOperation({ summary: 'Use a one-time link: join, or set a new password' })
  @ApiResponse({ status: 201, standardSchema: Accepted })
  accept(@Ip() address: string, @Body({ schema: Acceptance }) body: Acceptance) {
    return this.acceptances.accept(address, body);
  }
}
