import { type AnyRoute, createRoute } from '@tanstack/react-router';
import { screen } from '../shell/screen.ts';
import { texts } from '../shell/texts.ts';

/** The screens of administration, beneath the frame. Each is a chunk of its own. */
export function adminRoutes<Inside extends AnyRoute>(inside: Inside) {
  const getParentRoute = () => inside;
  return [
    createRoute({
      getParentRoute,
      path: '/members',
      validateSearch: texts('q', 'show'),
      component: screen(() => import('./MembersScreen.tsx'), 'MembersScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/members/$id',
      component: screen(() => import('./MemberScreen.tsx'), 'MemberScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/people',
      validateSearch: texts('organisation'),
      component: screen(() => import('./PeopleScreen.tsx'), 'PeopleScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/groups',
      component: screen(() => import('./GroupsScreen.tsx'), 'GroupsScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/groups/$id',
      component: screen(() => import('./GroupScreen.tsx'), 'GroupScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/signing-keys',
      component: screen(() => import('./SigningKeysScreen.tsx'), 'SigningKeysScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/keys',
      validateSearch: texts('show'),
      component: screen(() => import('./KeysScreen.tsx'), 'KeysScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/webhooks',
      validateSearch: texts('filter'),
      component: screen(() => import('./WebhooksScreen.tsx'), 'WebhooksScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/webhooks/$id',
      component: screen(() => import('./WebhookScreen.tsx'), 'WebhookScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/warninglists',
      component: screen(() => import('./WarninglistsScreen.tsx'), 'WarninglistsScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/audit',
      validateSearch: texts('action', 'person', 'since', 'until', 'order'),
      component: screen(() => import('./AuditScreen.tsx'), 'AuditScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/health',
      component: screen(() => import('./HealthScreen.tsx'), 'HealthScreen'),
    }),
  ] as const;
}
