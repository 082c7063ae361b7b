import { useQuery } from '@tanstack/react-query';
import type { AudiencePreview, StixObject } from 'tocsin';
import { hub } from '../hub.ts';
import { queries } from '../queries.ts';

export const useObject = (id: string) => useQuery({ queryKey: ['object', id], queryFn: () => hub.get(id) });
export const useVersions = (id: string) => useQuery({ queryKey: ['versions', id], queryFn: () => hub.versions(id) });

export const useOrigins = (id: string, enabled: boolean) =>
  useQuery({ queryKey: ['origins', id], enabled, queryFn: () => hub.origins(id) });

/** For whom an object is; who sees it is told to the organisation whose it is. */
type Addressed = Pick<AudiencePreview, 'tlp' | 'audience'> &
  Partial<Pick<AudiencePreview, 'organisations' | 'of'>> & {
    group?: { id: string; name: string };
    people?: { yours: string[]; others: number };
  };

export const useAudience = (id: string) =>
  useQuery({
    queryKey: ['audience', id],
    queryFn: () => hub.rest.get<Addressed>(`/api/v1/objects/${encodeURIComponent(id)}/audience`),
  });

/** What members said of it: sightings, opinions, others that refer to it. The newest two hundred. */
export const useRelated = (id: string) =>
  useQuery({
    queryKey: ['related', id],
    queryFn: () =>
      hub.rest.get<{ objects: StixObject[]; next?: string }>(`/api/v1/objects/${encodeURIComponent(id)}/related`, {
        query: { limit: 200 },
      }),
  });

/** Others that refer to it, but for what members merely said of it. The newest fifty; `q` finds them all. */
export function useConnected(id: string) {
  const q = `"${id}" -id:${id} -type:sighting -type:opinion`;
  const found = useQuery({
    queryKey: ['connected', id],
    queryFn: () =>
      hub.rest.get<{ objects: StixObject[]; next?: string }>('/api/v1/search', { query: { q, limit: 50 } }),
  });
  return { ...found, q };
}

/** Something was said of it: what was read of it is old. */
export function touch(id: string): void {
  for (const key of ['object', 'audience', 'versions', 'related', 'connected'])
    void queries.invalidateQueries({ queryKey: [key, id] });
}
