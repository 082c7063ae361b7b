import { Fault, type Role, type Viewer } from '../kernel/index.js';

/** A viewer who signed in as a person. */
export interface PersonViewer extends Viewer {
  readonly personId: string;
  readonly role: Role;
}

/** What handlers for people alone are given by the guard; a fault, not a crash, where that was forgotten. */
export function asPerson(viewer: Viewer): PersonViewer {
  const { personId, role } = viewer;
  if (!personId || !role) throw new Fault('forbidden');
  return { ...viewer, personId, role };
}

/** For what every member may read: who reads TLP:CLEAR without signing in is no member. */
export function assertMember(viewer: Viewer): void {
  if (viewer.credential.kind === 'anonymous') throw new Fault('unauthorized');
}
