import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { paragraphs } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { Caller, Database, Policy } from '../platform/index.js';
import { AdvisoryId } from './path-ids.js';
import { ListedWork, listWorkAnswer, presentWork, WorkAnswer } from './present.js';
import { Publication } from './publication/publication.js';
import { AdvisoryBody } from './work/advisory-body.js';
import { Drafts, revisionTag } from './work/drafts.js';
import { readSteps } from './work/steps.js';
import { STATES } from './work/work.js';
import { Workflow } from './work/workflow.js';

const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .default(false);
const WorkQuery = z.strictObject({
  state: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(STATES)).max(STATES.length))
    .default(['draft', 'review', 'signing']),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .default(100),
});
const SaveQuery = z.strictObject({ autosave: flag });
const Read = z
  .int()
  .positive()
  .optional()
  .meta({ description: 'The revision that was read: nothing is done when another stands by now (412)' });
const CallBody = z.strictObject({ revision: Read }).optional().meta({ id: 'Call' });
const PublishBody = z.strictObject({ wait: z.boolean().default(false), revision: Read }).meta({ id: 'Publish' });
const WithdrawBody = z
  .strictObject({
    reason: paragraphs(2_000).refine((text) => text !== '', 'is empty'),
    superseded_by: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Id of the advisory that stands in its place, for everybody who has this one' }),
  })
  .meta({ id: 'Withdraw' });

/** Advisories at work: written and brought on their way by those who work on them. */
@ApiTags('advisories')
@Controller('api/v1/advisories')
export class WorkController {
  constructor(
    private readonly drafts: Drafts,
    private readonly workflow: Workflow,
    private readonly publication: Publication,
    private readonly database: Database,
  ) {}

  @Get('work')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'What your organisation writes or is asked to sign' })
  @ApiResponse({ status: 200, standardSchema: z.object({ items: z.array(ListedWork) }) })
  async work(
    @Caller() viewer: Viewer,
    @Query({ schema: WorkQuery }) { state, limit: most }: z.infer<typeof WorkQuery>,
  ) {
    return { items: (await this.drafts.list(viewer, state, most)).map(listWorkAnswer) };
  }

  @Post()
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Begin an advisory' })
  @ApiResponse({ status: 201, standardSchema: WorkAnswer })
  async create(
    @Caller() viewer: Viewer,
    @Body({ schema: AdvisoryBody }) body: AdvisoryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const work = await this.drafts.create(viewer, body);
    void reply.header('etag', revisionTag(work)).header('location', `/api/v1/advisories/${work.id}/work`);
    return presentWork(work);
  }

  @Get(':id/work')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'An advisory at work: its text, state, participants, and what is to be signed' })
  @ApiResponse({ status: 200, standardSchema: WorkAnswer })
  async getWork(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const work = await this.drafts.get(viewer, id);
    void reply.header('etag', revisionTag(work)).header('cache-control', 'private, no-cache');
    return presentWork(work);
  }

  @Put(':id/work')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Save the text over the revision that you read; signatures under the text before are void' })
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiResponse({ status: 200, standardSchema: WorkAnswer })
  async save(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Query({ schema: SaveQuery }) { autosave }: z.infer<typeof SaveQuery>,
    @Body({ schema: AdvisoryBody }) body: AdvisoryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (ifMatch === undefined) throw new Fault('precondition_required');
    const work = await this.drafts.save(viewer, id, ifMatch, body, autosave);
    void reply.header('etag', revisionTag(work));
    return presentWork(work);
  }

  @Get(':id/revisions')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'How the text came to be: who saved what when, latest first' })
  async revisions(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return { items: await this.drafts.revisions(viewer, id) };
  }

  @Get(':id/revisions/:revision')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The text as a revision had it' })
  revision(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Param('revision', {
      schema: z
        .string()
        .regex(/^[1-9]\d{0,8}$/)
        .transform(Number),
    })
    revision: number,
  ) {
    return this.drafts.revision(viewer, id, revision);
  }

  @Get(':id/steps')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'What happened to it, latest first' })
  async steps(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return { items: await readSteps(this.database.api, await this.drafts.get(viewer, id)) };
  }

  @Post(':id/review')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Show it to those who will be asked to sign' })
  async review(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    await this.workflow.review(viewer, id);
    return presentWork(await this.drafts.get(viewer, id));
  }

  @Post(':id/rework')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Take it back to its authors; what was signed is void' })
  async rework(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    await this.workflow.rework(viewer, id);
    return presentWork(await this.drafts.get(viewer, id));
  }

  @Post(':id/call')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Fix the text and call for signatures' })
  async call(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: CallBody }) body: z.infer<typeof CallBody>,
  ) {
    await this.workflow.call(viewer, id, body?.revision);
    return presentWork(await this.drafts.get(viewer, id));
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Publish; before its time, or with `wait`, as soon as time and quorum are there' })
  async publish(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: PublishBody }) { wait, revision: read }: z.infer<typeof PublishBody>,
  ) {
    await this.workflow.publish(viewer, id, wait, read);
    return presentWork(await this.drafts.get(viewer, id));
  }

  @Post(':id/revise')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Begin the next version of a published advisory' })
  async revise(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    await this.workflow.revise(viewer, id);
    return presentWork(await this.drafts.get(viewer, id));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Take a published advisory back, with the reason, or say that another supersedes it' })
  async withdraw(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: WithdrawBody }) { reason, superseded_by: by }: z.infer<typeof WithdrawBody>,
  ) {
    await this.publication.withdraw(viewer, id, reason, by);
    return presentWork(await this.drafts.get(viewer, id));
  }

  @Post(':id/discard')
  @HttpCode(204)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Give up what was not published' })
  discard(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return this.workflow.discard(viewer, id);
  }
}
