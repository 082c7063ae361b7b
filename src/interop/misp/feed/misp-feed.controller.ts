import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { etagOf } from '../../../exchange/index.js';
import { Fault, type Viewer } from '../../../kernel/index.js';
import { Caller, Policy, isKnown } from '../../../platform/index.js';
import { MispFeed } from './misp-feed.js';

const JSON_TYPE = 'application/json';
const UNSHARED = { vary: 'authorization, cookie', 'cache-control': 'private, no-cache' };

/** What MISP, and all that read its feeds, pull: one folder at one address, its content that of whoever asks. */
@ApiTags('misp')
@Controller('misp/feed')
export class MispFeedController {
  constructor(private readonly feed: MispFeed) {}

  @Get('manifest.json')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The events of the MISP feed, by uuid' })
  async manifest(
    @Caller() viewer: Viewer,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = JSON.stringify(await this.feed.manifest(viewer));
    const etag = etagOf(body);
    void reply.headers({ etag, ...UNSHARED });
    if (isKnown(known, etag)) void reply.code(304).send();
    else void reply.header('content-type', JSON_TYPE).send(Buffer.from(body));
  }

  @Get('hashes.csv')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'MD5 of each value in the MISP feed, with the uuid of its event' })
  hashes(@Caller() viewer: Viewer, @Res() reply: FastifyReply): void {
    const lines = Readable.from(this.feed.hashes(viewer), { objectMode: false });
    void reply.headers(UNSHARED).header('content-type', 'text/csv; charset=utf-8').send(lines);
  }

  @Get(':file')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'An event of the MISP feed: `<uuid>.json`' })
  async event(@Caller() viewer: Viewer, @Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const [, uuid] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/.exec(file) ?? [];
    if (uuid === undefined) throw new Fault('not_found');
    const pieces = await this.feed.event(viewer, uuid);
    void reply
      .headers(UNSHARED)
      .header('content-type', JSON_TYPE)
      .send(Readable.from(pieces, { objectMode: false }));
  }
}
