import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AudienceAsk } from '../../../audience/index.js';
import { tlpFromLabel } from '../../../formats/index.js';
import { Fault, type Viewer } from '../../../kernel/index.js';
import { Caller, Policy } from '../../../platform/index.js';
import { Importer } from './importer.js';
import { checkSignature } from './openpgp-check.js';
import { Origins } from './origins.js';
import { Providers } from './providers.js';

const armored = z.string().max(65_536);
const label = z.string().max(20);
const NewDocument = z
  .strictObject({
    document: z.string().min(2).meta({ description: 'The text of the document, byte for byte' }),
    signature: armored.optional().meta({ description: 'A detached OpenPGP signature of it, armored' }),
    public_key: armored.optional().meta({ description: 'The key that the signature is by, armored' }),
    tlp: label.optional().meta({ description: 'The label that the advisory has at least' }),
    audience: AudienceAsk.optional(),
  })
  .refine((body) => (body.signature === undefined) === (body.public_key === undefined), {
    path: ['public_key'],
    message: 'signature and key go together',
  })
  .meta({ id: 'CsafDocument' });
const NewProvider = z
  .strictObject({
    url: z.string().min(1).max(2_000).meta({ description: 'Of its provider-metadata.json, or its domain' }),
    fingerprint: z
      .string()
      .regex(/^[0-9A-Fa-f]{40}$/, 'the fingerprint of an OpenPGP key')
      .transform((text) => text.toLowerCase()),
    tlp: label.meta({ description: 'The label that its documents have at least' }),
    audience: AudienceAsk.optional(),
  })
  .meta({ id: 'CsafProvider' });
const ListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .default(100),
  advisory: z.string().max(100).optional(),
});

const idOf = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw new Fault('not_found');
  return id;
};

/** CSAF documents of others: handed in, or asked for at their providers. */
@ApiTags('csaf')
@Controller('api/v1/csaf')
export class CsafController {
  constructor(
    private readonly importer: Importer,
    private readonly origins: Origins,
    private readonly providers: Providers,
  ) {}

  @Post('documents')
  @Policy({ scope: 'submit' })
  @ApiOperation({
    summary: 'Make an advisory of a CSAF 2.0 or 2.1 document; of a later version, the next version of it',
  })
  async take(
    @Caller() viewer: Viewer,
    @Body({ schema: NewDocument }) body: z.infer<typeof NewDocument>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { document, signature = '', public_key: key, tlp, audience } = body;
    const bytes = Buffer.from(document, 'utf8');
    const signedBy = key === undefined ? undefined : await checkSignature(bytes, signature, key);
    const least = tlp === undefined ? undefined : tlpFromLabel(tlp);
    const outcome = await this.importer.take(viewer, { bytes, tlp: least, audience, signedBy });
    void reply.code(outcome.outcome === 'created' ? 201 : 200);
    return outcome;
  }

  @Get('documents')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Where imported advisories come from, latest first' })
  async list(@Caller() viewer: Viewer, @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>) {
    return { items: await this.origins.list(viewer, query) };
  }

  @Get('providers')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Providers that your organisation has the hub ask, and how that goes' })
  async listProviders(@Caller() viewer: Viewer) {
    return { items: await this.providers.list(viewer) };
  }

  @Post('providers')
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Have the hub ask a provider for its documents' })
  add(@Caller() viewer: Viewer, @Body({ schema: NewProvider }) body: z.infer<typeof NewProvider>) {
    return this.providers.add(viewer, body);
  }

  @Post('providers/:id/pull')
  @HttpCode(202)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Ask it now' })
  pull(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.providers.askNow(viewer, idOf(id));
  }

  @Delete('providers/:id')
  @HttpCode(204)
  @Policy({ role: ['org-admin'] })
  @ApiOperation({ summary: 'Ask it no more; what came from it stays' })
  remove(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.providers.remove(viewer, idOf(id));
  }
}
