import { type AnyRoute, createRoute } from '@tanstack/react-router';
import { screen } from '../shell/screen.ts';

/** The screens of sources, beneath the frame. */
export function sourceRoutes<Inside extends AnyRoute>(inside: Inside) {
  const getParentRoute = () => inside;
  return [
    createRoute({
      getParentRoute,
      path: '/sources',
      component: screen(() => import('./SourcesScreen.tsx'), 'SourcesScreen'),
    }),
    createRoute({
      getParentRoute,
      path: '/sources/$id',
      component: screen(() => import('./SourceScreen.tsx'), 'SourceScreen'),
    }),
  ] as const;
}
