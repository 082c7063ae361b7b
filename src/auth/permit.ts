import type { FaultCode, Viewer } from '../kernel/index.js';
import type { PolicyRule } from '../platform/index.js';

/** Why the rule does not let the viewer pass; undefined when it does. */
export function refusal(rule: PolicyRule, viewer: Viewer): FaultCode | undefined {
  const { kind } = viewer.credential;
  if (rule.kind === 'public') return undefined;
  if (kind === 'anonymous' && !(rule.kind === 'scope' && viewer.scopes.has(rule.scope))) return 'unauthorized';
  if (rule.kind === 'pending') return undefined;
  if (kind === 'session' && !viewer.role) return 'mfa_required';
  if (rule.kind === 'scope') {
    if (viewer.scopes.has(rule.scope) || (rule.or && viewer.scopes.has(rule.or))) return undefined;
    if (rule.hidden) return 'not_found';
    return kind === 'key' ? 'insufficient_scope' : 'forbidden';
  }
  return viewer.role && rule.roles.includes(viewer.role) ? undefined : 'forbidden';
}
