import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Audiences } from '../../../audience/index.js';
import { mispUuid } from '../../../formats/index.js';
import type { Viewer } from '../../../kernel/index.js';
import { Caller, Config, Policy } from '../../../platform/index.js';
import { MispPush, Offered } from './misp-push.js';

/** Where the caller does not say which MISP it is. */
const VERSION = '2.5.0';

/**
 * What a MISP asks of a server that it pushes to (`ServerSyncTool` of MISP 2.5). Its base URL is `…/misp`. Options come as a part of the
 * path, such as `metadata:1`, and change nothing here.
 */
@ApiTags('misp')
@Controller('misp')
export class MispPushController {
  constructor(
    private readonly push: MispPush,
    private readonly audiences: Audiences,
    private readonly config: Config,
  ) {}

  @Get(['servers/getVersion', 'servers/getVersion.json'])
  @Policy({ scope: 'submit', or: 'read' })
  @ApiOperation({
    summary: 'For a MISP: the version that it has itself, or it would not push, and what it may do here',
  })
  version(@Caller() { scopes }: Viewer, @Headers('user-agent') agent = '') {
    const [, version = VERSION] = /^(?:Py)?MISP (\d{1,3}\.\d{1,3}\.\d{1,5})\b/.exec(agent) ?? [];
    return {
      version,
      pymisp_recommended_version: version,
      perm_sync: scopes.has('submit'),
      perm_sighting: false,
      perm_galaxy_editor: false,
      perm_analyst_data: false,
      uuid: mispUuid('hub', this.config.publicUrl),
      request_encoding: [],
      filter_sightings: false,
    };
  }

  @Post('servers/postTest')
  @HttpCode(200)
  @Policy({ scope: 'submit', or: 'read' })
  @ApiOperation({ summary: 'For a MISP: what it posted, and the headers that count' })
  @ApiBody({ schema: { type: 'object' } })
  test(@Body() body: unknown, @Headers('accept') accept = '', @Headers('content-type') type = '') {
    return { body, headers: { Accept: accept, 'Content-type': type, Authorization: 'OK' } };
  }

  @Get(['users/view/me', 'users/view/me.json'])
  @Policy({ scope: 'submit', or: 'read' })
  @ApiOperation({ summary: 'For a MISP: whose key it has' })
  async me(@Caller() { credential, organisationId, scopes }: Viewer) {
    const { organisations } = await this.audiences.current();
    const name = organisations.get(organisationId)?.shortName ?? '';
    return {
      User: { id: credential.id, org_id: organisationId, email: name },
      Role: { id: '1', name: 'member', perm_sync: scopes.has('submit'), perm_auth: true },
      Organisation: { id: organisationId, name, uuid: organisationId },
      UserSetting: {},
    };
  }

  @Post('events/filterEventIdsForPush')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'For a MISP: which of its events are not here yet, or in an earlier state' })
  wanted(@Caller() viewer: Viewer, @Body({ schema: Offered }) offered: Offered) {
    return this.push.wanted(viewer, offered);
  }

  @Get(['events/view/:uuid', 'events/view/:uuid/:options'])
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'For a MISP: whether an event of its organisation is here; what is in it gives the feed' })
  async has(@Caller() viewer: Viewer, @Param('uuid') uuid: string) {
    await this.push.assertKnown(viewer, uuid);
    return { Event: { id: '0', uuid } };
  }

  @Post('events/index')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'For a MISP that looks for events to propose changes to: there are none' })
  @ApiBody({ schema: { type: 'object' } })
  index(): never[] {
    return [];
  }

  @Post(['events/add', 'events/add/:options', 'events/edit/:uuid', 'events/edit/:uuid/:options'])
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'For a MISP: an event that it pushes, new or changed' })
  @ApiBody({ schema: { type: 'object' } })
  take(
    @Caller() viewer: Viewer,
    @Body() body: unknown,
    @Req() { rawBody = Buffer.alloc(0) }: FastifyRequest & { readonly rawBody?: Buffer },
  ) {
    return this.push.take(viewer, body, Readable.from([rawBody]));
  }
}
