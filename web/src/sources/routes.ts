import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';

/** The screens of sources, beneath the frame. */
export function sourceRoutes<Inside extends AnyRoute>(inside: Inside) {
  const getParentRoute = () => inside;
  return [
    createRoute({
      getParentRoute,
      path: '/sources',
      component: lazyRouteComponent(() => import('./SourcesScreen.tsx'), 'SourcesScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/sources/$id',
      component: lazyRouteComponent(() => import('./SourceScreen.tsx'), 'SourceScreen'),
    }),
  ] as const;
}
