import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { Me } from 'tocsin';
import { noteEnd } from './hub.ts';

/** What has been read of the hub. The SDK repeats what may be repeated; an answer is shown for a while before it is asked for anew. */
export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => void noteEnd(error) }),
  mutationCache: new MutationCache({ onError: (error) => void noteEnd(error) }),
  defaultOptions: { queries: { retry: false, staleTime: 15_000 } },
});

/** These objects have moved out of sight: whatever was read that speaks of them is dropped, and read anew where it shows. */
export function forget(ids: ReadonlySet<string>): void {
  void queries.resetQueries({
    predicate: ({ queryKey, state }) =>
      queryKey[0] !== 'me' && namesOne(JSON.stringify([queryKey, state.data ?? null]), ids),
  });
}

const namesOne = (text: string, ids: ReadonlySet<string>): boolean => [...ids].some((id) => text.includes(id));

/** Who is signed in, with what the hub adds for a person. */
export interface Person extends Me {
  person?: {
    id: string;
    email: string;
    name: string;
    role: string;
    second_factor: boolean;
    preferences: Readonly<Record<string, unknown>>;
  };
}
