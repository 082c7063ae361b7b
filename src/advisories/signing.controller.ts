import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { AdvisoryId, SigningKeyId } from './path-ids.js';
import { Signatures } from './signing/signatures.js';
import { SigningKeys } from './signing/signing-keys.js';

const KeyId = z.string().max(64);
const base64url = (bytes: number) =>
  z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`), `${bytes} bytes as base64url`);
const NewSigningKey = z
  .union([
    z.strictObject({ kept_by: z.literal('hub') }),
    z.strictObject({ kept_by: z.literal('member'), public_key: base64url(32), proof: base64url(64) }),
  ])
  .meta({ id: 'NewSigningKey' });
const SignBody = z
  .strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 hash in lower-case hex'),
    offline: z
      .strictObject({ key: KeyId, signed_at: z.iso.datetime(), signature: base64url(64) })
      .optional()
      .meta({ description: 'A signature that you made with the key that your organisation keeps' }),
  })
  .meta({ id: 'Sign' });

/** Members' signing keys, and signatures under advisories. */
@ApiTags('advisories')
@Controller('api/v1')
export class SigningController {
  constructor(
    private readonly keys: SigningKeys,
    private readonly signatures: Signatures,
  ) {}

  @Get('signing-keys')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'All members’ public keys, those of the past included: what `tocsin verify` checks by' })
  async list() {
    return { keys: await this.keys.list() };
  }

  @Post('signing-keys')
  @Policy({ role: ['org-admin', 'alliance-admin'] })
  @ApiOperation({
    summary: 'A new signing key for your organisation, kept by the hub or by yourselves; the one in use is retired',
  })
  create(@Caller() viewer: Viewer, @Body({ schema: NewSigningKey }) body: z.infer<typeof NewSigningKey>) {
    if (body.kept_by === 'hub') return this.keys.generate(viewer);
    const [publicKey, proof] = [body.public_key, body.proof].map((text) => Buffer.from(text, 'base64url'));
    return this.keys.register(viewer, publicKey!, proof!);
  }

  @Post('signing-keys/:id/retire')
  @HttpCode(200)
  @Policy({ role: ['org-admin', 'alliance-admin'] })
  @ApiOperation({ summary: 'The key signs nothing more; what it signed stays good' })
  retire(@Caller() viewer: Viewer, @Param('id', SigningKeyId) id: string) {
    return this.keys.retire(viewer, id);
  }

  @Post('signing-keys/:id/revoke')
  @HttpCode(200)
  @Policy({ role: ['org-admin', 'alliance-admin'] })
  @ApiOperation({ summary: 'The key is not trusted from now on; signatures under what is not published yet are void' })
  revoke(@Caller() viewer: Viewer, @Param('id', SigningKeyId) id: string) {
    return this.keys.revoke(viewer, id);
  }

  @Get('advisories/:id/signatures')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Signatures under the version at work, void ones included' })
  async of(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return { items: await this.signatures.of(viewer, id) };
  }

  @Post('advisories/:id/signatures')
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Sign the text that stands, for your organisation' })
  async sign(
    @Caller() viewer: Viewer,
    @Param('id', AdvisoryId) id: string,
    @Body({ schema: SignBody }) { sha256, offline }: z.infer<typeof SignBody>,
  ) {
    await this.signatures.sign(viewer, id, sha256, offline);
    return { items: await this.signatures.of(viewer, id) };
  }

  @Delete('advisories/:id/signatures')
  @HttpCode(204)
  @Policy({ scope: 'submit' })
  @ApiOperation({ summary: 'Take your organisation’s signature back, before publication' })
  takeBack(@Caller() viewer: Viewer, @Param('id', AdvisoryId) id: string) {
    return this.signatures.takeBack(viewer, id);
  }
}
