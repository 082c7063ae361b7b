import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Fault, TLP, type Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { AdvisoryId, ObjectId } from './path-ids.js';
import { AnswerBody, AnswerChange } from './thread/note.js';
import { Thread } from './thread/thread.js';

const PageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .default(50),
  cursor: z.string().max(200).optional(),
});
const ThreadPageAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      in_reply_to: z.string().nullable(),
      organisation: z.string(),
      authors: z.array(z.string()),
      abstract: z.string().nullable(),
      content: z.string().nullable(),
      tlp: z.enum(TLP),
      created: z.string(),
      modified: z.string(),
      withdrawn: z.boolean(),
      etag: z.string(),
    }),
  ),
  next: z.string().optional(),
});

/** Answers to a request for information, in a thread. */
@ApiTags('advisories')
@Controller('api/v1/advisories/:id/answers')
export class ThreadController {
  constructor(private readonly thread: Thread) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary: 'Answers to a request for information that you may see, in the order in which they were given',
  })
  @ApiResponse({ status: 200, standardSchema: ThreadPageAnswer })
  page(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Query({ schema: PageQuery }) { limit, cursor }: z.infer<typeof PageQuery>,
  ) {
    return this.thread.page(viewer, id, limit, cursor);
  }

  @Post()
  @Policy({ scope: 'submit' })
  @ApiOperation({
    summary: 'Answer a request for information, or an answer to it; it goes where that goes, or to fewer',
  })
  async answer(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: AnswerBody }) body: AnswerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id: answer, etag } = await this.thread.answer(viewer, id, body);
    void reply.header('etag', etag).header('location', `/api/v1/objects/${answer}`);
    return { id: answer, etag };
  }

  @Put(':answer')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Say your own answer in other words' })
  @ApiHeader({ name: 'If-Match', required: true })
  async change(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Param('answer', ObjectId) answer: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: AnswerChange }) change: AnswerChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (ifMatch === undefined) throw new Fault('precondition_required');
    const { etag } = await this.thread.change(viewer, id, answer, ifMatch, change);
    void reply.header('etag', etag);
    return { id: answer, etag };
  }

  @Delete(':answer')
  @HttpCode(204)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Take your own answer back' })
  withdraw(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Param('answer', ObjectId) answer: string,
    @Headers('if-match') ifMatch: string | undefined,
  ) {
    return this.thread.withdraw(viewer, id, answer, ifMatch);
  }
}
