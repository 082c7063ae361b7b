import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy, isKnown } from '../platform/index.js';
import { EXPORT_FORMATS, Exports, kindOf } from './exports.js';

/** It may be kept by whoever asked, and is asked about each time. */
const KEPT = { 'cache-control': 'private, no-cache', vary: 'authorization, cookie, accept-encoding' };

const ExportQuery = z.strictObject({ q: z.string().max(512).default(''), format: z.enum(EXPORT_FORMATS) });

/** Everything that a query finds, in the format of whoever takes it: by a stable URL, with an API key or a session. */
@ApiTags('export')
@Controller('api/v1/export')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  /** The key as Bearer, or by Basic as the password: what firewalls and resolvers can send. */
  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Everything that a query finds, as STIX, CSV, NDJSON or a list to block by' })
  @ApiProduces('application/stix+json', 'text/csv', 'application/x-ndjson', 'text/plain', 'text/dns')
  async export(
    @Caller() viewer: Viewer,
    @Query({ schema: ExportQuery }) { q, format }: z.infer<typeof ExportQuery>,
    @Headers('if-none-match') known: string | undefined,
    @Headers('accept-encoding') encodings: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wanted = await this.exports.want(viewer, q, format);
    const kind = kindOf(format);
    const isHead = request.method === 'HEAD';
    if (known !== undefined || isHead) {
      const etag = await this.exports.etag(wanted);
      if (isHead || isKnown(known, etag)) void reply.headers(KEPT);
      if (etag !== undefined) void reply.header('etag', etag);
      if (isKnown(known, etag)) return void reply.code(304).send();
      if (isHead) return void reply.header('content-type', kind.mediaType).send();
    }
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const { etag, chunks } = await this.exports.begin(wanted, gone.signal);
    const end = () => void chunks.return(undefined);
    gone.signal.addEventListener('abort', end, { once: true });
    const body = await begun(chunks); // what is wrong at once is said as a problem
    if (gone.signal.aborted) end();
    void reply.removeHeader('etag');
    if (etag !== undefined) void reply.header('etag', etag);
    void reply.headers({
      ...KEPT,
      'content-type': kind.mediaType,
      'content-disposition': `attachment; filename="tocsin.${kind.extension}"`,
    });
    if (!takesGzip(encodings)) return void reply.send(body);
    void reply.header('content-encoding', 'gzip').send(pipeline(body, createGzip({ level: 3 }), () => undefined));
  }
}

/** The chunks as a stream, once the first of them is there. */
async function begun(chunks: AsyncGenerator<string>): Promise<Readable> {
  const first = await chunks.next();
  return Readable.from(
    (async function* () {
      try {
        if (!first.done) yield first.value;
        yield* chunks;
      } finally {
        await chunks.return(undefined); // also when nobody reads any more
      }
    })(),
    { objectMode: false },
  );
}

function takesGzip(header = ''): boolean {
  return header.split(',').some((one) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+\s*)?$/i.test(one));
}
