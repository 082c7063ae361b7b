import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Role, Scope, Viewer } from '../kernel/index.js';

/**
 * Who may call a handler. Named by every handler, REST or socket; the app refuses to boot with one that does not.
 * - `public`: nobody need sign in
 * - `pending`: a session whose second factor is still missing, too
 * - `scope`: an API key with this scope (or with `or`), or a signed-in person whose role allows it; `hidden`: for all others it is not there
 * - `role`: a signed-in person with one of these roles; never an API key
 */
export type PolicyRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'scope'; readonly scope: Scope; readonly or?: Scope; readonly hidden?: boolean }
  | { readonly kind: 'role'; readonly roles: readonly Role[] };

export const POLICY = 'tocsin:policy';

/** Names a handler's policy. `@Policy('public')`, `@Policy('pending')`, `@Policy({ scope: 'read' })`, `@Policy({ role: ['org-admin'] })`. */
export function Policy(
  rule: 'public' | 'pending' | { scope: Scope; or?: Scope; hidden?: boolean } | { role: readonly Role[] },
): MethodDecorator {
  const policy: PolicyRule =
    typeof rule === 'string'
      ? { kind: rule }
      : 'scope' in rule
        ? { kind: 'scope', ...rule }
        : { kind: 'role', roles: rule.role };
  return SetMetadata(POLICY, policy);
}

/** Every role that may sign in: for handlers that any person may call, and no API key. */
export const ANY_PERSON = { role: ['reader', 'analyst', 'org-admin', 'alliance-admin'] } as const;

/** The viewer that the guard resolved for this request. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Viewer => {
  const request = context.switchToHttp().getRequest<{ viewer: Viewer }>();
  return request.viewer;
});
