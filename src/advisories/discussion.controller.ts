import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { paragraphs } from '../formats/index.js';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { AdvisoryId, ObjectId } from './path-ids.js';
import { Acknowledgements, ANSWERS } from './reading/acknowledgements.js';
import { Quotes } from './signing/quotes.js';
import { Comments } from './work/comments.js';

const NewCommentBody = z
  .strictObject({
    body: paragraphs(10_000).refine((text) => text !== '', 'is empty'),
    passage: paragraphs(5_000).optional(),
    parent: z.uuid().optional(),
  })
  .meta({ id: 'NewComment' });
const Resolution = z.strictObject({ resolved: z.boolean() }).meta({ id: 'Resolution' });
const QuoteAnswer = z
  .strictObject({ ask: z.uuid(), answer: z.enum(['approved', 'refused']) })
  .meta({ id: 'QuoteAnswer' });
const AcknowledgementBody = z
  .strictObject({
    answer: z.enum(ANSWERS),
    note: paragraphs(5_000).default(''),
    deadline: z.iso.datetime().optional(),
    /** The version that was read. */
    version: z.int().min(1).optional(),
  })
  .meta({ id: 'Acknowledge' });

/** What is said about advisories: comments while they are written, leave to quote, and answers once they are published. */
@ApiTags('advisories')
@Controller('api/v1/advisories')
export class DiscussionController {
  constructor(
    private readonly comments: Comments,
    private readonly quotes: Quotes,
    private readonly acknowledgements: Acknowledgements,
  ) {}

  @Get(':id/comments')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Comments of those who work on it, oldest first' })
  async list(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return { items: await this.comments.list(viewer, id) };
  }

  @Post(':id/comments')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Comment on a passage, or answer a comment' })
  async comment(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: NewCommentBody }) body: z.infer<typeof NewCommentBody>,
  ) {
    return { id: await this.comments.add(viewer, id, body) };
  }

  @Put(':id/comments/:comment')
  @HttpCode(204)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Say that a comment is dealt with, or open again' })
  resolve(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Param('comment', { schema: z.uuid() }) comment: string,
    @Body({ schema: Resolution }) { resolved }: z.infer<typeof Resolution>,
  ) {
    return this.comments.resolve(viewer, id, comment, resolved);
  }

  @Get('quotes')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'What of yours others ask to quote to more than you told' })
  async asked(@Caller() viewer: Viewer) {
    return { items: await this.quotes.asked(viewer) };
  }

  @Post(':id/quotes')
  @HttpCode(200)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Ask those who said it for leave to quote what not all of the audience may see' })
  async ask(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return { asked: await this.quotes.ask(viewer, id) };
  }

  @Put(':id/quotes/:object')
  @HttpCode(204)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Give leave to quote an object of your own in this advisory, or refuse it' })
  answer(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Param('object', ObjectId) object: string,
    @Body({ schema: QuoteAnswer }) answer: z.infer<typeof QuoteAnswer>,
  ) {
    return this.quotes.answer(viewer, id, object, answer);
  }

  @Get(':id/acknowledgements')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Your organisation’s own answers, latest first' })
  async own(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return { items: await this.acknowledgements.own(viewer, id) };
  }

  @Post(':id/acknowledgements')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Answer for your organisation: received, acting, not affected, fixed' })
  async acknowledge(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: AcknowledgementBody }) body: z.infer<typeof AcknowledgementBody>,
  ) {
    await this.acknowledgements.give(viewer, id, body);
    return { items: await this.acknowledgements.own(viewer, id) };
  }

  @Get(':id/matrix')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Who it went to and who answered what, for those who wrote it' })
  matrix(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return this.acknowledgements.matrix(viewer, id);
  }
}
