import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { adminRoutes } from './admin/routes.ts';
import { Waiting } from './parts/Waiting.tsx';
import { Gate } from './session/Gate.tsx';
import { Invitation } from './session/Invitation.tsx';
import { SignIn } from './session/SignIn.tsx';
import { Broken } from './shell/Broken.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { Root } from './shell/Root.tsx';
import { Shell } from './shell/Shell.tsx';
import { screen } from './shell/screen.ts';
import { texts } from './shell/texts.ts';
import { sourceRoutes } from './sources/routes.ts';

const root = createRootRoute({ component: Root });
const gate = createRoute({ getParentRoute: () => root, id: 'gate', component: Gate });
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell });

const signIn = createRoute({
  getParentRoute: () => gate,
  path: '/sign-in',
  validateSearch: texts('to', 'why', 'email', 'from'),
  component: SignIn,
});
const invite = createRoute({
  getParentRoute: () => gate,
  path: '/invite',
  component: () => <Invitation purpose="join" />,
});
const reset = createRoute({
  getParentRoute: () => gate,
  path: '/reset',
  component: () => <Invitation purpose="reset" />,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/feed' });
  },
});
const feed = createRoute({
  getParentRoute: () => inside,
  path: '/feed',
  validateSearch: texts('q', 'open'),
  component: screen(() => import('./feed/FeedScreen.tsx'), 'FeedScreen'),
});

const search = createRoute({
  getParentRoute: () => inside,
  path: '/search',
  validateSearch: texts('q', 'open'),
  component: screen(() => import('./search/SearchScreen.tsx'), 'SearchScreen'),
});
const object = createRoute({
  getParentRoute: () => inside,
  path: '/objects/$id',
  validateSearch: texts('tab', 'as', 'version'),
  component: screen(() => import('./objects/ObjectScreen.tsx'), 'ObjectScreen'),
});
const submit = createRoute({
  getParentRoute: () => inside,
  path: '/submit',
  validateSearch: texts('by', 'for'),
  component: screen(() => import('./submit/SubmitScreen.tsx'), 'SubmitScreen'),
});
const lookup = createRoute({
  getParentRoute: () => inside,
  path: '/lookup',
  validateSearch: texts('list', 'show'),
  component: screen(() => import('./search/ManyScreen.tsx'), 'ManyScreen'),
});
const imports = createRoute({
  getParentRoute: () => inside,
  path: '/imports',
  component: screen(() => import('./imports/ImportsScreen.tsx'), 'ImportsScreen'),
});
const oneImport = createRoute({
  getParentRoute: () => inside,
  path: '/imports/$id',
  component: screen(() => import('./imports/ImportScreen.tsx'), 'ImportScreen'),
});
const advisories = createRoute({
  getParentRoute: () => inside,
  path: '/advisories',
  validateSearch: texts('show'),
  component: screen(() => import('./advisories/ListScreen.tsx'), 'ListScreen'),
});
const advisoryNew = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/new',
  component: screen(() => import('./advisories/write/NewScreen.tsx'), 'NewScreen'),
});
const advisoryQuotes = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/quotes',
  component: screen(() => import('./advisories/QuotesScreen.tsx'), 'QuotesScreen'),
});
const advisoryEdit = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/$id/edit',
  component: screen(() => import('./advisories/write/EditScreen.tsx'), 'EditScreen'),
});
const advisoryWork = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/$id/work',
  validateSearch: texts('tab'),
  component: screen(() => import('./advisories/work/WorkScreen.tsx'), 'WorkScreen'),
});
const advisory = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/$id',
  validateSearch: texts('diff'),
  component: screen(() => import('./advisories/ReadScreen.tsx'), 'ReadScreen'),
});
const searches = createRoute({
  getParentRoute: () => inside,
  path: '/searches',
  component: screen(() => import('./searches/ListScreen.tsx'), 'ListScreen'),
});
const found = createRoute({
  getParentRoute: () => inside,
  path: '/searches/$id',
  validateSearch: texts('open'),
  component: screen(() => import('./searches/FoundScreen.tsx'), 'FoundScreen'),
});
const dashboard = createRoute({
  getParentRoute: () => inside,
  path: '/dashboard',
  validateSearch: texts('days', 'by', 'as'),
  component: screen(() => import('./dashboard/DashboardScreen.tsx'), 'DashboardScreen'),
});
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound });
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: screen(() => import('./account/SettingsScreen.tsx'), 'SettingsScreen'),
});

const atWork = [advisoryNew, advisoryQuotes, advisoryEdit, advisoryWork] as const;

const tree = root.addChildren([
  gate.addChildren([signIn, invite, reset]),
  inside.addChildren([
    home,
    feed,
    search,
    lookup,
    object,
    submit,
    imports,
    oneImport,
    advisories,
    advisory,
    ...atWork,
    dashboard,
    searches,
    found,
    settings,
    nowhere,
    ...adminRoutes(inside),
    ...sourceRoutes(inside),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  defaultPendingComponent: () => (
    <div className="page">
      <Waiting until={undefined} />
    </div>
  ),
  // what scrolls is the main part of the page, not the window
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
  // texts stay texts: a filter of "7" is no number
  parseSearch: (said) => Object.fromEntries(new URLSearchParams(said)),
  stringifySearch: (said) => {
    const pairs = Object.entries(said).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(pairs as [string, string][]).toString();
    return text && `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
