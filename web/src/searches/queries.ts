import { useMutation, useQuery } from '@tanstack/react-query';
import type { SavedSearch, SearchWatch } from 'tocsin';
import { hub } from '../hub.ts';
import { queries } from '../queries.ts';

const BELL_MS = 15_000;

/** One's own saved searches, and those that colleagues share. */
export const useSearches = () => useQuery({ queryKey: ['searches'], queryFn: () => hub.searches.list() });

/** How much of what they have found is unread; asked again and again, so it asks for nothing that would go on record. */
export const useUnread = () =>
  useQuery({
    queryKey: ['bell', 'unread'],
    queryFn: () => hub.searches.bell({ limit: 0 }),
    refetchInterval: BELL_MS,
    refetchIntervalInBackground: true,
  });

/** What they have found, of all or of one. */
export const useBell = (ask: { search?: string; limit: number }, enabled = true) =>
  useQuery({ queryKey: ['bell', ask], queryFn: () => hub.searches.bell(ask), enabled });

/** How much a search would have told one of. */
export const usePreview = (q: string) => useQuery({ queryKey: ['preview', q], queryFn: () => hub.searches.preview(q) });

/** What a search would have told one of is counted anew, too: more has come meanwhile. */
const renew = () =>
  Promise.all(['searches', 'bell', 'preview'].map((name) => queries.invalidateQueries({ queryKey: [name] })));

/** What a form says of a search. */
export interface Wanted extends SearchWatch {
  readonly name: string;
  readonly q: string;
  readonly shared: boolean;
}

/** Saves a search anew, or changes what is one's own of it. */
export const useSave = (known?: SavedSearch) =>
  useMutation({
    mutationFn: async ({ name, q, shared, bell, mail, paused }: Wanted) => {
      if (!known) return hub.searches.add({ name, q, shared, bell, mail });
      if (known.own && (name !== known.name || q !== known.q || shared !== known.shared))
        await hub.searches.amend(known.id, { name, q, shared });
      return hub.searches.watch(known.id, { bell, mail, paused });
    },
    onSuccess: renew,
  });

export const useWatch = () =>
  useMutation({
    mutationFn: ({ id, watch }: { id: string; watch: SearchWatch }) => hub.searches.watch(id, watch),
    onSettled: renew,
  });

export const useRemove = () => useMutation({ mutationFn: (id: string) => hub.searches.remove(id), onSettled: renew });

export const useMarkRead = () =>
  useMutation({
    mutationFn: (what: { through: string; search?: string }) => hub.searches.markRead(what),
    onSettled: renew,
  });
