import { Body, Controller, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { MispList, readMispList } from './warninglist.js';
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
  async read(@Param('id', { schema: z.string().max(200) }) id: string, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('content-type', 'application/json; charset=utf-8').send(await this.warninglists.text(id));
  }

  @Put(':id')
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'Import a list of MISP’s, in the place of what had its id' })
  @ApiBody({ schema: z.toJSONSchema(MispList, { io: 'input' }) as never })
  async put(@Caller() viewer: Viewer, @Param('id', { schema: Id }) id: string, @Body() body: unknown) {
    if (!(body instanceof Readable)) throw new Fault('invalid', 'there is no list: send it as the body');
    return this.warninglists.put(viewer, id, await readMispList(body as AsyncIterable<Buffer>));
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'Remove an imported list' })
  remove(@Caller() viewer: Viewer, @Param('id', { schema: z.string().max(200) }) id: string) {
    return this.warninglists.remove(viewer, id);
  }
}
