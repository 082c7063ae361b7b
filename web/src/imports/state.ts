import { useQuery } from '@tanstack/react-query';
import type { ImportJob } from 'tocsin';
import { hub } from '../hub.ts';

const LOOK_MS = 1_000;

export const isOver = ({ state }: ImportJob): boolean => ['done', 'failed', 'cancelled'].includes(state);
export const toneOf = ({ state }: ImportJob): string | undefined =>
  state === 'done' ? 'good' : state === 'failed' ? 'bad' : undefined;
/** How much of the file is read, in per cent. */
export const shareOf = (job: ImportJob): number =>
  job.state === 'done' ? 100 : job.bytes === 0 ? 0 : Math.min(99, Math.floor((job.bytes_read * 100) / job.bytes));

/** One import, looked at each second until it is over. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: ['import', id],
    queryFn: () => hub.imports.get(id),
    refetchInterval: ({ state: { data } }) => (data && isOver(data) ? false : LOOK_MS),
  });

/** Your organisation's, looked at each second while one is under way. */
export const useImports = () =>
  useQuery({
    queryKey: ['imports'],
    queryFn: () => hub.imports.list(),
    refetchInterval: ({ state: { data } }) => (data?.some((job) => !isOver(job)) ? LOOK_MS : false),
  });
