import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { noteEnd } from '../hub.ts';
import { tell } from '../parts/tell.ts';
import { usePerson } from '../session/session.ts';
import { type Saying, sayOf } from './saying.ts';

/** Says of indicators that they were seen, or are false positives, and offers to take it back; undefined: one may not. */
export function useSay(after?: () => void) {
  const { t } = useTranslation();
  const { scopes } = usePerson();
  const say = useMutation({
    mutationFn: ({ ids, what }: { ids: readonly string[]; what: Saying }) => sayOf(ids, what),
    onSuccess: ({ count, undo, error }, { what }) => {
      const all = error === undefined;
      if (!all) noteEnd(error);
      if (count > 0) tell(undo ? t(`undo.${what}`, { count }) : t('undo.already'), undo, error);
      else if (!all) tell(t('undo.failed'), undefined, error);
      if (all || count > 0) after?.(); // nothing is said twice of those of which it was said
    },
  });
  return scopes.includes('submit') ? say : undefined;
}
