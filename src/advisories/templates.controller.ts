import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { TemplateId } from './path-ids.js';
import { TemplateAsk } from './templates/template-body.js';
import { type Template, Templates } from './templates/templates.js';

/** What advisories begin with. The hub fills nothing in: whoever begins one writes over what the template has. */
@ApiTags('advisories')
@Controller('api/v1/advisory-templates')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Your organisation’s templates, and the hub’s own: one for each kind of advisory' })
  async list(@Caller() viewer: Viewer) {
    const items = await this.templates.list(viewer);
    return {
      items: items.map(({ id, name, built_in, body: { kind } }) => ({ id, name, built_in, kind: kind ?? null })),
    };
  }

  @Get(':id')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'A template: an advisory of which anything may be missing' })
  async get(
    @Caller() viewer: Viewer,
    @Param('id', TemplateId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Template> {
    return tagged(await this.templates.get(viewer, id), reply);
  }

  @Post()
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Make a template of your organisation’s own' })
  async create(
    @Caller() viewer: Viewer,
    @Body({ schema: TemplateAsk }) ask: TemplateAsk,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Template> {
    const made = await this.templates.create(viewer, ask);
    void reply.header('location', `/api/v1/advisory-templates/${made.id}`);
    return tagged(made, reply);
  }

  @Put(':id')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Save a template over the one that you read' })
  @ApiHeader({ name: 'If-Match', required: true })
  async save(
    @Caller() viewer: Viewer,
    @Param('id', TemplateId) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: TemplateAsk }) ask: TemplateAsk,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Template> {
    if (ifMatch === undefined) throw new Fault('precondition_required');
    return tagged(await this.templates.save(viewer, id, ifMatch, ask), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Take a template away' })
  @ApiHeader({ name: 'If-Match', required: true })
  async remove(
    @Caller() viewer: Viewer,
    @Param('id', TemplateId) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    if (ifMatch === undefined) throw new Fault('precondition_required');
    await this.templates.remove(viewer, id, ifMatch);
  }
}

function tagged({ id, name, built_in, body, etag }: Template, reply: FastifyReply): Template {
  void reply.header('etag', etag);
  return { id, name, built_in, body, etag };
}
