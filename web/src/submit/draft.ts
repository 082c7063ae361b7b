import { onLeave } from '../session/session.ts';
import type { Common } from './lines.ts';
import type { Whom } from './whom.ts';

/** What is about to be submitted. */
export interface Draft {
  /** Whose it is; where it is told, nobody else’s. */
  readonly owner?: string;
  readonly text: string;
  readonly whom?: Whom;
  readonly common?: Common;
}

const STORE = 'tocsin.draft';
let left: Draft | undefined;
onLeave(() => (left = undefined));

/** For the next screen: values from another one, or what somebody comes back to. Taken once. */
export const leaveDraft = (draft: Draft): void => void (left = draft);

/** For the time that a page is loaded anew, and no longer; nothing that is TLP:RED. */
export function keepDraft(draft: Draft): void {
  if (draft.whom?.tlp === 'red') return;
  try {
    sessionStorage.setItem(STORE, JSON.stringify(draft));
  } catch {
    // more than the browser takes is lost, as all was before
  }
}

export function takeDraft(owner: string): Draft {
  const kept = sessionStorage.getItem(STORE);
  const draft = left ?? (kept === null ? undefined : (JSON.parse(kept) as Draft));
  left = undefined;
  sessionStorage.removeItem(STORE);
  // a label goes with what it was chosen for, and with nothing after it
  return draft && draft.text !== '' && (draft.owner ?? owner) === owner ? draft : { text: '' };
}
