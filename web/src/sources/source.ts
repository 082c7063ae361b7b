import { useQuery } from '@tanstack/react-query';
import type { AudienceSpec, Tlp } from 'tocsin';
import { useItems } from '../admin/api.ts';
import { hub } from '../hub.ts';
import { TLPS } from '../submit/whom.ts';

export const KINDS = ['taxii', 'misp-feed', 'misp'] as const;
export const SCHEMES = ['none', 'basic', 'bearer', 'key'] as const;
/** What is said of a source names nobody. */
export const LABELS = TLPS.filter((tlp) => tlp !== 'red');
export type Scheme = (typeof SCHEMES)[number];

/** A remote that the hub pulls in one's organisation's name, as its administrators are shown it. */
export interface Source {
  id: string;
  kind: (typeof KINDS)[number];
  name: string;
  url: string;
  auth: Scheme;
  tlp: Tlp;
  audience: AudienceSpec;
  /** Seconds between two pulls. */
  every: number;
  state: 'waiting' | 'ok' | 'failing' | 'paused';
  error: string | null;
  last_try: string | null;
  last_success: string | null;
  next_try: string | null;
  position: string | null;
  objects: Record<'created' | 'updated' | 'known' | 'refused' | 'warned', number>;
}

/** Something of a source that was not taken, or stands on a warninglist. */
export interface Note {
  no: number;
  at: string;
  place: string;
  object: string | null;
  code: string;
  reason: string;
}

/** How often lists are looked at again. */
export const LOOK_MS = 5_000;

export const pathOf = (id: string): string => `/api/v1/sources/${encodeURIComponent(id)}`;

export const useSources = () => useItems<Source>(['sources'], '/api/v1/sources', { everyMs: LOOK_MS });

export const useSource = (id: string) =>
  useQuery({
    queryKey: ['sources', id],
    queryFn: () => hub.rest.get<Source>(pathOf(id)),
    refetchInterval: LOOK_MS,
  });
