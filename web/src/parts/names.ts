import { useQuery } from '@tanstack/react-query';
import { hub } from '../hub.ts';

/** Short names of organisations, by the id that objects name them by. */
export function useNames(): (ref: string | null | undefined) => string {
  const { data } = useQuery({ queryKey: ['organisations'], queryFn: () => hub.organisations(), staleTime: 300_000 });
  return (ref) => {
    if (!ref) return '–';
    const id = ref.replace(/^identity--/, '');
    return data?.find((organisation) => organisation.id === id)?.short_name ?? id.slice(0, 8);
  };
}
