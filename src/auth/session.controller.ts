import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import { Email, Sessions } from '../members/index.js';
import { Caller, Policy } from '../platform/index.js';
import { sessionCookies } from './incoming.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import type { Opened } from './session-opening.js';
import { type From, SignIn } from './sign-in.js';

const Credentials = z.strictObject({ email: Email, password: z.string() }).meta({ id: 'Credentials' });
const OpenedSession = z
  .object({ id: z.uuid(), mfa_required: z.boolean(), expires_at: z.iso.datetime() })
  .meta({ id: 'OpenedSession' });
const Code = z.strictObject({ code: z.string().max(20) }).meta({ id: 'SecondFactor' });

/** Signing in and out. The session itself travels in a cookie that no script can read. */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
  ) {}

  @Post()
  @Policy('public')
  @ApiOperation({ summary: 'Sign in with e-mail and password' })
  @ApiResponse({ status: 201, standardSchema: OpenedSession })
  async open(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: Credentials }) body: z.infer<typeof Credentials>,
  ) {
    const opened = await this.signIn.withPassword(body.email, body.password, fromOf(request));
    setSessionCookie(reply, opened.token);
    return present(opened, opened.mfaRequired);
  }

  @Post('totp')
  @Policy('pending')
  @ApiOperation({ summary: 'Complete signing in with a one-time code' })
  @ApiResponse({ status: 201, standardSchema: OpenedSession })
  async complete(
    @Caller() viewer: Viewer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: Code }) body: z.infer<typeof Code>,
  ) {
    const opened = await this.signIn.withCode(viewer, body.code, fromOf(request));
    setSessionCookie(reply, opened.token);
    return present(opened, false);
  }

  @Delete()
  @HttpCode(204)
  @Policy('pending')
  @ApiOperation({ summary: 'Sign out' })
  async close(@Caller() viewer: Viewer, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (viewer.credential.kind !== 'session') throw new Fault('forbidden');
    await this.sessions.end(viewer, viewer.credential.id);
    clearSessionCookie(reply);
  }
}

function fromOf({ ip, headers }: FastifyRequest): From {
  return { address: ip, userAgent: headers['user-agent'] ?? '', previous: sessionCookies(headers.cookie)[0] };
}

function present({ id, expiresAt }: Opened, mfaRequired: boolean) {
  return { id, mfa_required: mfaRequired, expires_at: expiresAt.toISOString() };
}
