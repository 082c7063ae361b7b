import { useQuery } from '@tanstack/react-query';
import type { AudienceSpec, Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { useCalm } from '../parts/useCalm.ts';

export const TLPS: readonly Tlp[] = ['clear', 'green', 'amber', 'amber+strict', 'red'];
export type Kind = 'all' | 'organisation' | 'group' | 'list' | 'people';

/** Which audiences each label may go to; the hub decides, this only spares asking for what it would refuse. */
const ALLOWED: Record<Tlp, readonly Kind[]> = {
  clear: ['all'],
  green: ['all', 'group', 'list'],
  amber: ['all', 'organisation', 'group', 'list'],
  'amber+strict': ['all', 'organisation', 'group', 'list'],
  red: ['people'],
};
export const kindsFor = (tlp: Tlp): readonly Kind[] => ALLOWED[tlp];
/** Labels that may go to such an audience. */
export const labelsFor = (kind: Kind): Tlp[] => TLPS.filter((tlp) => ALLOWED[tlp].includes(kind));

export interface Group {
  id: string;
  name: string;
  status: string;
}

/** Whom one can address: members, and the groups that one's organisation is in. */
export function useAddressees() {
  const organisations = useQuery({
    queryKey: ['organisations'],
    queryFn: () => hub.organisations(),
    staleTime: 300_000,
  });
  const groups = useQuery({
    queryKey: ['groups'],
    queryFn: async () => (await hub.rest.get<{ items: Group[] }>('/api/v1/groups')).items,
  });
  return {
    members: (organisations.data ?? []).filter(({ status }) => status === 'active'),
    groups: (groups.data ?? []).filter(({ status }) => status === 'active'),
  };
}

export interface Choice {
  kind: Kind;
  group: string;
  organisations: readonly string[];
  people: string;
}
export const ALL: Choice = { kind: 'all', group: '', organisations: [], people: '' };

const emails = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

/** Whom the choice addresses, as the hub takes it; undefined: nobody is chosen yet. */
export function specOf({ kind, group, organisations, people }: Choice): AudienceSpec | undefined {
  if (kind === 'group') return group === '' ? undefined : { group };
  if (kind === 'list') return organisations.length === 0 ? undefined : { organisations: [...organisations] };
  if (kind !== 'people') return kind;
  const named = emails(people);
  return named.length === 0 ? undefined : { people: named };
}

/** Who will see it, as the hub says. `ready`: this very choice has been answered, and may be sent. */
export function useRecipients(tlp: Tlp | '', choice: Choice) {
  const asked = JSON.stringify([tlp, specOf(choice) ?? null]);
  const calm = useCalm(asked);
  const [label, spec] = JSON.parse(calm) as [Tlp | '', AudienceSpec | null];
  const { data, error, isSuccess } = useQuery({
    queryKey: ['recipients', calm],
    enabled: label !== '' && spec !== null,
    queryFn: ({ signal }) => hub.previewAudience(label as Tlp, spec!, signal),
  });
  return { data, error, chosen: spec !== null, ready: isSuccess && asked === calm };
}
