import { useEffect, useRef } from 'react';
import { onLeave } from '../session/session.ts';
import type { Common } from './lines.ts';
import type { Whom } from './whom.ts';

interface Kept {
  /** Whose it is; where it is told, nobody else’s. */
  readonly owner?: string;
  readonly whom?: Whom;
}

/** A text that is about to be submitted. */
export interface Draft extends Kept {
  readonly text: string;
  readonly common?: Common;
}

/** One indicator that is about to be. */
export interface FormDraft extends Kept {
  readonly way: 'value' | 'pattern';
  readonly said: Readonly<Record<'what' | 'type' | 'language' | 'name' | 'from' | 'until', string>>;
  readonly common: Common;
}

/** What somebody comes back to, from another screen or after the page was loaded anew. */
class Shelf<T extends Kept> {
  private left: T | undefined;

  constructor(private readonly store: string) {
    onLeave(() => (this.left = undefined));
  }

  /** For the next screen. */
  leave(draft: T): void {
    this.left = draft;
  }

  /** For the time that a page is loaded anew, and no longer; nothing that is TLP:RED. */
  keep(draft: T): void {
    if (draft.whom?.tlp === 'red') return;
    try {
      sessionStorage.setItem(this.store, JSON.stringify(draft));
    } catch {
      // more than the browser takes is lost, as all was before
    }
  }

  /** Once. */
  take(owner: string): T | undefined {
    const kept = sessionStorage.getItem(this.store);
    const draft = this.left ?? (kept === null ? undefined : (JSON.parse(kept) as T));
    this.left = undefined;
    sessionStorage.removeItem(this.store);
    return draft && (draft.owner ?? owner) === owner ? draft : undefined;
  }
}

const pasted = new Shelf<Draft>('tocsin.draft');
const formed = new Shelf<FormDraft>('tocsin.form');

/** Values from another screen, to be looked at before they are shared. */
export const leaveDraft = (draft: Draft): void => pasted.leave(draft);

/** What was pasted; a label goes with what it was chosen for, and with nothing after it. */
export function takeDraft(owner: string): Draft {
  const draft = pasted.take(owner);
  return draft && draft.text !== '' ? draft : { text: '' };
}

/** Likewise what was filled in. */
export function takeForm(owner: string): FormDraft | undefined {
  const draft = formed.take(owner);
  return draft && draft.said.what !== '' ? draft : undefined;
}

/** Keeps it as it now is for who comes back, or loads the page anew. */
export const useDraftKept = (draft: Draft): void => useKept(pasted, draft);
export const useFormKept = (draft: FormDraft): void => useKept(formed, draft);

function useKept<T extends Kept>(shelf: Shelf<T>, now: T): void {
  const draft = useRef(now);
  useEffect(() => void (draft.current = now));
  useEffect(() => {
    const keep = () => shelf.keep(draft.current);
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      shelf.leave(draft.current);
    };
  }, [shelf]);
}
