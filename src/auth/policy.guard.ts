import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Fault, type FaultCode, type Viewer } from '../kernel/index.js';
import { KEY_REFUSAL, network } from '../members/index.js';
import { Config, POLICY, type PolicyRule } from '../platform/index.js';
import { Authenticator } from './authenticator.js';
import { isChange, isOwnOrigin } from './browser-origin.js';
import { refusal } from './permit.js';
import { Refusals } from './refusals.js';
import { RequestBudget } from './request-budget.js';

/** What a gateway keeps of a connected socket. */
interface Connected {
  readonly data: { viewer?: Viewer };
}

/**
 * Stands before every handler, REST or socket: resolves who is asking and asks the handler's policy. A handler without
 * one is refused, though the hub would not have started with it.
 */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: Config,
    private readonly authenticator: Authenticator,
    private readonly refusals: Refusals,
    private readonly budget: RequestBudget,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<PolicyRule | undefined>(POLICY, context.getHandler());
    if (!rule) throw new Fault('forbidden');
    const socket = context.getType() === 'ws';
    const viewer = await (socket ? this.ofSocket(context) : this.ofRequest(context, rule));
    const code = refusal(rule, viewer) ?? (socket || this.isOwn(context, viewer) ? undefined : 'csrf');
    if (code) {
      const handler = `${context.getClass().name}.${context.getHandler().name}`;
      this.refusals.note({ action: 'access.refuse', viewer, detail: { code, handler } });
      throw new Fault(this.wording(code, viewer, context));
    }
    if (!socket && rule.kind !== 'public') await this.charge(context, rule, viewer);
    return true;
  }

  private async ofRequest(context: ExecutionContext, rule: PolicyRule): Promise<Viewer> {
    const request = requestOf(context);
    const { headers, ip } = request;
    const { rawHeaders, url } = request.raw;
    const anonymous = rule.kind === 'scope' && rule.scope === 'read' && this.config.anonymousClear;
    const lenient = { anonymous, pending: rule.kind === 'pending' };
    request.viewer =
      rule.kind === 'public'
        ? this.authenticator.anonymous(ip)
        : await this.authenticator.fromRequest({ headers, address: ip, url, rawHeaders }, lenient);
    return request.viewer;
  }

  private isOwn(context: ExecutionContext, { credential }: Viewer): boolean {
    return isOwnOrigin(requestOf(context), this.config.allowedOrigins, credential.kind === 'session');
  }

  private async charge(context: ExecutionContext, rule: PolicyRule, { credential }: Viewer): Promise<void> {
    const { method, ip } = requestOf(context);
    const cost = rule.kind === 'role' && isChange(method) ? this.budget.costOfChange : 1;
    await this.budget.take(`${credential.kind}:${credential.id || network(ip)}`, cost);
  }

  /** A socket's credential is looked at anew for each message. */
  private async ofSocket(context: ExecutionContext): Promise<Viewer> {
    const client = context.switchToWs().getClient<Connected>();
    if (!client.data.viewer) throw new Fault('unauthorized');
    client.data.viewer = await this.authenticator.renew(client.data.viewer);
    return client.data.viewer;
  }

  private wording(code: FaultCode, viewer: Viewer, context: ExecutionContext): FaultCode {
    const own = this.reflector.get<FaultCode | undefined>(KEY_REFUSAL, context.getClass());
    return viewer.credential.kind === 'key' && code === 'forbidden' && own ? own : code;
  }
}

const requestOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest & { viewer: Viewer }>();
