import { useQuery } from '@tanstack/react-query';
import type {
  AnswerMatrix,
  GivenAnswer,
  QuoteAsk,
  SavedRevision,
  StixObject,
  WorkComment,
  WorkSignature,
  WorkStep,
} from 'tocsin';
import { hub } from '../hub.ts';
import { queries } from '../queries.ts';

const at = (id: string, part: string): string => `/api/v1/advisories/${encodeURIComponent(id)}/${part}`;
const items = async <T>(path: string): Promise<T[]> => (await hub.rest.get<{ items: T[] }>(path)).items;

/** An advisory at work, and what hangs on it, is asked for anew when one comes back to it: others work on it, too. */
const LIVE = {
  staleTime: 0,
  refetchInterval: ({ state }: { state: { status: string } }) => (state.status === 'error' ? false : 20_000),
} as const;

export const useWork = (id: string, enabled = true) =>
  useQuery({ queryKey: ['work', id], enabled, queryFn: () => hub.advisories.work(id), ...LIVE });

export const useComments = (id: string) =>
  useQuery({ queryKey: ['work', id, 'comments'], queryFn: () => items<WorkComment>(at(id, 'comments')), ...LIVE });

export const useSignatures = (id: string) =>
  useQuery({
    queryKey: ['work', id, 'signatures'],
    queryFn: () => items<WorkSignature>(at(id, 'signatures')),
    ...LIVE,
  });

export const useSteps = (id: string) =>
  useQuery({ queryKey: ['work', id, 'steps'], queryFn: () => items<WorkStep>(at(id, 'steps')), staleTime: 0 });

export const useRevisions = (id: string) =>
  useQuery({
    queryKey: ['work', id, 'revisions'],
    queryFn: () => items<SavedRevision>(at(id, 'revisions')),
    staleTime: 0,
  });

export const useAtWork = () =>
  useQuery({ queryKey: ['at-work'], queryFn: () => hub.advisories.atWork(), staleTime: 0 });

export const useQuotes = () =>
  useQuery({ queryKey: ['quotes'], queryFn: () => items<QuoteAsk>('/api/v1/advisories/quotes'), staleTime: 0 });

export const useMatrix = (id: string) =>
  useQuery({
    queryKey: ['matrix', id],
    queryFn: () => hub.rest.get<AnswerMatrix>(at(id, 'matrix')),
    staleTime: 0,
    refetchInterval: 30_000,
  });

export const useGiven = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['acknowledgements', id],
    enabled,
    queryFn: () => items<GivenAnswer>(at(id, 'acknowledgements')),
  });

/** How many one's organisation has not answered: what the menu says. */
export const useOpenCount = (enabled: boolean) =>
  useQuery({
    queryKey: ['advisories', 'count'],
    enabled,
    queryFn: () => hub.advisories.open(),
    staleTime: 30_000,
    refetchInterval: 60_000,
    refetchIntervalInBackground: true,
  });

/** A linked object; many are named where only a few are looked at. */
export const useLinked = (id: string) =>
  useQuery({
    queryKey: ['object', id],
    queryFn: () => hub.get(id),
    staleTime: 300_000,
    select: ({ object }): StixObject => object,
  });

/** Somebody did something to it: all that was read of it is old. */
export function touched(id: string): void {
  for (const queryKey of [['work', id], ['at-work'], ['matrix', id], ['object', 'advisory', id], ['advisories']])
    void queries.invalidateQueries({ queryKey });
}

/** Of the signing keys, the one that an organisation signs with now. */
export const useOwnKey = (identity: string) =>
  useQuery({
    queryKey: ['signing-keys'],
    queryFn: () => hub.advisories.signingKeys(),
    staleTime: 60_000,
    select: (keys) => keys.find((key) => key.organisation === identity && !key.retired_at && !key.revoked_at),
  });

export const workPath = at;
