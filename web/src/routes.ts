import { getRouteApi } from '@tanstack/react-router';

/** What screens ask of their own address. The router knows the screens; this way they need not know it. */
export const signInRoute = getRouteApi('/gate/sign-in');
export const feedRoute = getRouteApi('/inside/feed');
export const searchRoute = getRouteApi('/inside/search');
export const submitRoute = getRouteApi('/inside/submit');
export const objectRoute = getRouteApi('/inside/objects/$id');
export const foundRoute = getRouteApi('/inside/searches/$id');
export const advisoriesRoute = getRouteApi('/inside/advisories');
export const advisoryRoute = getRouteApi('/inside/advisories/$id');
export const advisoryEditRoute = getRouteApi('/inside/advisories/$id/edit');
export const advisoryWorkRoute = getRouteApi('/inside/advisories/$id/work');
export const lookupRoute = getRouteApi('/inside/lookup');
export const webhooksRoute = getRouteApi('/inside/webhooks');
export const importRoute = getRouteApi('/inside/imports/$id');
export const dashboardRoute = getRouteApi('/inside/dashboard');
