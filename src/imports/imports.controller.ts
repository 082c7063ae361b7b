import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { ImportAsk, PreviewAsk } from './defaults.js';
import { Jobs } from './jobs.js';
import { preview } from './preview.js';
import { headOf, Receiving } from './receiving.js';

const ListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .default(50),
  before: z.uuid().optional().meta({ description: 'The id of the last of the page before' }),
});
const OutcomesQuery = z.strictObject({
  outcome: z.enum(['created', 'updated', 'unchanged', 'rejected', 'warned', 'note']).optional(),
});
const FILE = { schema: { type: 'string', format: 'binary' } } as const;

const idOf = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw new Fault('not_found');
  return id;
};

function fileOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new Fault('invalid', 'there is no file: send it as the body');
}

/** Files of any length as jobs: received at once, read by and by. Thin: what it is asked it hands on. */
@ApiTags('imports')
@Controller('api/v1/imports')
export class ImportsController {
  constructor(
    private readonly receiving: Receiving,
    private readonly jobs: Jobs,
  ) {}

  @Post()
  @HttpCode(202)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Hand in a file, as the body of the request, to be read as a job' })
  @ApiConsumes('application/octet-stream')
  @ApiBody(FILE)
  async take(
    @Caller() viewer: Viewer,
    @Query({ schema: ImportAsk }) ask: ImportAsk,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const job = await this.receiving.take(viewer, fileOf(body), ask);
    void reply.header('location', `/api/v1/imports/${job.id}`);
    return job;
  }

  @Post('preview')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'What a file seems to be: its format, its columns and its first items; nothing is kept' })
  @ApiConsumes('application/octet-stream')
  @ApiBody(FILE)
  async preview(@Caller() viewer: Viewer, @Query({ schema: PreviewAsk }) ask: PreviewAsk, @Body() body: unknown) {
    const { organisationId } = viewer;
    return preview(await headOf(fileOf(body)), ask, { organisationId, groups: await this.receiving.groups(viewer) });
  }

  @Get()
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Your organisation’s imports and how far they are, latest first' })
  async list(@Caller() viewer: Viewer, @Query({ schema: ListQuery }) { limit, before }: z.infer<typeof ListQuery>) {
    return { items: await this.jobs.list(viewer, limit, before) };
  }

  @Get(':id')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'One import, and how far it is' })
  get(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.jobs.get(viewer, idOf(id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Submit no more of it; what was submitted stays' })
  cancel(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.jobs.cancel(viewer, idOf(id));
  }

  @Get(':id/outcomes.csv')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'What became of each item so far: place, outcome, code, reason, id' })
  async outcomes(
    @Caller() viewer: Viewer,
    @Param('id') id: string,
    @Query({ schema: OutcomesQuery }) { outcome }: z.infer<typeof OutcomesQuery>,
    @Req() _request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = await this.jobs.outcomes(viewer, idOf(id), outcome);
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="outcomes.csv"')
      .send(lines);
  }
}
