import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Viewer } from '../../kernel/index.js';
import { ANY_PERSON, Caller, Policy } from '../../platform/index.js';
import { PathId } from '../path-id.js';
import { Sessions, SessionList } from '../session/sessions.js';
import { MeAnswer, MeChanges, PasswordChange, TotpCode, TotpEnrolment, TotpRemoval, TotpSecret } from './me-bodies.js';
import { Me } from './me.js';
import { WhoAmI } from './whoami.js';

/** One's own person, proofs and sessions. */
@ApiTags('me')
@Controller('api/v1/me')
export class MeController {
  constructor(
    private readonly me: Me,
    private readonly whoAmI: WhoAmI,
    private readonly sessions: Sessions,
  ) {}

  /** `pending`, since any key may ask, whatever its scopes; half a session is still refused. */
  @Get()
  @Policy('pending')
  @ApiOperation({ summary: 'Whom this credential stands for, and what it may do' })
  @ApiResponse({ status: 200, standardSchema: MeAnswer })
  get(@Caller() viewer: Viewer) {
    return this.whoAmI.of(viewer);
  }

  @Patch()
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Change one’s name, or what one has chosen of the console' })
  @ApiResponse({ status: 200, standardSchema: MeAnswer })
  async change(@Caller() viewer: Viewer, @Body({ schema: MeChanges }) { name, preferences }: MeChanges) {
    if (name !== undefined) await this.me.rename(viewer, name);
    if (preferences !== undefined) await this.me.prefer(viewer, preferences);
    return this.whoAmI.of(viewer);
  }

  @Post('password')
  @HttpCode(204)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Change one’s password; all other sessions end' })
  changePassword(@Caller() viewer: Viewer, @Body({ schema: PasswordChange }) body: z.infer<typeof PasswordChange>) {
    return this.me.changePassword(viewer, body.current, body.password);
  }

  @Post('totp')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Begin to set up a second factor; the answer holds its secret, once' })
  @ApiResponse({ status: 201, standardSchema: TotpSecret })
  enrolTotp(@Caller() viewer: Viewer, @Body({ schema: TotpEnrolment }) body: z.infer<typeof TotpEnrolment>) {
    return this.me.enrolTotp(viewer, body.password);
  }

  @Post('totp/confirm')
  @HttpCode(204)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Confirm the second factor by a first code; all other sessions end' })
  confirmTotp(@Caller() viewer: Viewer, @Body({ schema: TotpCode }) body: z.infer<typeof TotpCode>) {
    return this.me.confirmTotp(viewer, body.code);
  }

  @Post('totp/disable')
  @HttpCode(204)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Remove the second factor; all other sessions end' })
  removeTotp(@Caller() viewer: Viewer, @Body({ schema: TotpRemoval }) body: z.infer<typeof TotpRemoval>) {
    return this.me.removeTotp(viewer, body.password, body.code);
  }

  @Get('sessions')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'List one’s open sessions' })
  @ApiResponse({ status: 200, standardSchema: SessionList })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.sessions.list(viewer) };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'End one of one’s sessions' })
  end(@Caller() viewer: Viewer, @Param('id', PathId) id: string) {
    return this.sessions.end(viewer, id);
  }
}
