import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Viewer } from '../../kernel/index.js';
import { Caller, Policy } from '../../platform/index.js';
import { PathKeyId } from '../path-id.js';
import { ADMINISTRATORS } from '../role.js';
import { NewKey, Rotation, KeyList, ShownKey } from './key-bodies.js';
import { RefuseKeysWith } from './key-refusal.js';
import { Keys } from './keys.js';

/** API keys of one's own organisation. No key makes, changes or revokes a key. */
@ApiTags('keys')
@Controller('api/v1/keys')
@RefuseKeysWith('keys_cannot_manage_keys')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Get()
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'List the organisation’s API keys' })
  @ApiResponse({ status: 200, standardSchema: KeyList })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.keys.list(viewer) };
  }

  @Post()
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Make an API key; the answer holds its text, once' })
  @ApiResponse({ status: 201, standardSchema: ShownKey })
  create(@Caller() viewer: Viewer, @Body({ schema: NewKey }) body: NewKey) {
    return this.keys.create(viewer, body);
  }

  @Post(':id/rotate')
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Make a successor; the old key works on for the overlap' })
  @ApiResponse({ status: 201, standardSchema: ShownKey })
  rotate(
    @Caller() viewer: Viewer,
    @Param('id', PathKeyId) id: string,
    @Body({ schema: Rotation }) body: z.infer<typeof Rotation>,
  ) {
    return this.keys.rotate(viewer, id, body.overlap_hours);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy(ADMINISTRATORS)
  @ApiOperation({ summary: 'Revoke an API key' })
  revoke(@Caller() viewer: Viewer, @Param('id', PathKeyId) id: string) {
    return this.keys.revoke(viewer, id);
  }
}
