import type { Role, Scope, Viewer } from '../kernel/index.js';
import type { PolicyRule } from '../platform/index.js';
import { refusal } from './permit.js';

const viewer = (kind: Viewer['credential']['kind'], scopes: Scope[] = [], role?: Role): Viewer => ({
  credential: { kind, id: 'x' },
  principal: 'x',
  organisationId: 'x',
  ...(role && { role }),
  scopes: new Set(scopes),
  ceiling: 'clear',
  address: '',
});
const rules: Record<string, PolicyRule> = {
  public: { kind: 'public' },
  pending: { kind: 'pending' },
  read: { kind: 'scope', scope: 'read' },
  submit: { kind: 'scope', scope: 'submit' },
  admin: { kind: 'role', roles: ['org-admin', 'alliance-admin'] },
};

describe('refusal', () => {
  it.each([
    ['nobody', viewer('anonymous'), [undefined, 'unauthorized', 'unauthorized', 'unauthorized', 'unauthorized']],
    [
      'who reads CLEAR',
      viewer('anonymous', ['read']),
      [undefined, 'unauthorized', undefined, 'unauthorized', 'unauthorized'],
    ],
    ['half a session', viewer('session'), [undefined, undefined, 'mfa_required', 'mfa_required', 'mfa_required']],
    [
      'a reader',
      viewer('session', ['read', 'feed'], 'reader'),
      [undefined, undefined, undefined, 'forbidden', 'forbidden'],
    ],
    [
      'an admin',
      viewer('session', ['read', 'submit'], 'org-admin'),
      [undefined, undefined, undefined, undefined, undefined],
    ],
    ['a reading key', viewer('key', ['read']), [undefined, undefined, undefined, 'insufficient_scope', 'forbidden']],
  ] as const)('of %s', (_, who, expected) => {
    expect(Object.values(rules).map((rule) => refusal(rule, who))).toEqual(expected);
  });
});
