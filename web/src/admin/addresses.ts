import { getRouteApi } from '@tanstack/react-router';

/** What screens of administration ask of their own address. */
export const membersRoute = getRouteApi('/inside/members');
export const memberRoute = getRouteApi('/inside/members/$id');
export const groupRoute = getRouteApi('/inside/groups/$id');
export const peopleRoute = getRouteApi('/inside/people');
export const keysRoute = getRouteApi('/inside/keys');
export const webhookRoute = getRouteApi('/inside/webhooks/$id');
export const auditRoute = getRouteApi('/inside/audit');
