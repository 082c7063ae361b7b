import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { texts } from '../shell/texts.ts';

/** The screens of administration, beneath the frame. Each is a chunk of its own. */
export function adminRoutes<Inside extends AnyRoute>(inside: Inside) {
  const getParentRoute = () => inside;
  return [
    createRoute({
      getParentRoute,
      path: '/members',
      validateSearch: texts('q', 'show'),
      component: lazyRouteComponent(() => import('./MembersScreen.tsx'), 'MembersScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/members/$id',
      component: lazyRouteComponent(() => import('./MemberScreen.tsx'), 'MemberScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/people',
      validateSearch: texts('organisation'),
      component: lazyRouteComponent(() => import('./PeopleScreen.tsx'), 'PeopleScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/groups',
      component: lazyRouteComponent(() => import('./GroupsScreen.tsx'), 'GroupsScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/groups/$id',
      component: lazyRouteComponent(() => import('./GroupScreen.tsx'), 'GroupScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/signing-keys',
      component: lazyRouteComponent(() => import('./SigningKeysScreen.tsx'), 'SigningKeysScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/keys',
      validateSearch: texts('show'),
      component: lazyRouteComponent(() => import('./KeysScreen.tsx'), 'KeysScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/webhooks',
      validateSearch: texts('filter'),
      component: lazyRouteComponent(() => import('./WebhooksScreen.tsx'), 'WebhooksScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/webhooks/$id',
      component: lazyRouteComponent(() => import('./WebhookScreen.tsx'), 'WebhookScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/warninglists',
      component: lazyRouteComponent(() => import('./WarninglistsScreen.tsx'), 'WarninglistsScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/audit',
      validateSearch: texts('action', 'person', 'since', 'until', 'order'),
      component: lazyRouteComponent(() => import('./AuditScreen.tsx'), 'AuditScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/health',
      component: lazyRouteComponent(() => import('./HealthScreen.tsx'), 'HealthScreen'),
    }),
  ] as const;
}
