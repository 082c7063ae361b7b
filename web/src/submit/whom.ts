import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
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

/** A label that something has and, where it says so itself, whom it is for; else it is for whom one has chosen. */
export interface Way {
  readonly tlp: Tlp;
  readonly audience?: AudienceSpec;
}

/**
 * Who will see what goes these ways, as the hub says. `ready`: all of this very choice was answered, and may be sent; what was
 * said of another is not shown. `answered`: likewise, but the hub may refuse some of it.
 */
export function useRecipients(ways: readonly Way[], choice: Choice) {
  const asked = JSON.stringify([ways, specOf(choice) ?? null]);
  const calm = useCalm(asked);
  const [each, chosen] = JSON.parse(calm) as [Way[], AudienceSpec | null];
  const answers = useQueries({
    queries: each.map(({ tlp, audience = chosen }) => ({
      queryKey: ['recipients', tlp, audience],
      enabled: chosen !== null,
      queryFn: ({ signal }: { signal: AbortSignal }) => hub.previewAudience(tlp, audience!, signal),
    })),
  });
  const isCurrent = asked === calm && each.length > 0;
  return {
    told: each.map((way, i) => ({
      ...way,
      data: isCurrent ? answers[i]?.data : undefined,
      error: answers[i]?.error ?? null,
    })),
    chosen: chosen !== null,
    ready: isCurrent && answers.every(({ isSuccess }) => isSuccess),
    answered: isCurrent && answers.every(({ isSuccess, isError }) => isSuccess || isError),
  };
}

/** The choice that addresses them; undefined: no choice can say it. */
export function choiceOf(audience: AudienceSpec): Choice | undefined {
  if (typeof audience === 'string') return { ...ALL, kind: audience };
  // an audience may say several of these at once, each of which narrows it
  const said = Object.entries(audience).filter(([, value]) => value !== undefined);
  const [name, value] = said.length === 1 ? said[0]! : [undefined, undefined];
  if (name === 'group') return { ...ALL, kind: 'group', group: String(value) };
  if (name === 'organisations') return { ...ALL, kind: 'list', organisations: value as string[] };
  return name === 'people' ? { ...ALL, kind: 'people', people: (value as string[]).join(', ') } : undefined;
}

/** A label, and whom it goes to, as far as they are chosen. */
export interface Whom {
  tlp: Tlp | '';
  choice: Choice;
}
const NOBODY_YET: Whom = { tlp: '', choice: ALL };
/** A first try is for one’s own organisation alone. */
export const TRY: Whom = { tlp: 'amber+strict', choice: { ...ALL, kind: 'organisation' } };

/** Label and audience as they are being chosen. A label that the audience does not allow has another, until it is one that does. */
export function useWhom(first = NOBODY_YET) {
  const [tlp, label] = useState(first.tlp);
  const [wanted, setChoice] = useState(first.choice);
  const kinds = tlp === '' ? [] : kindsFor(tlp);
  const choice = tlp === '' || kinds.includes(wanted.kind) ? wanted : { ...wanted, kind: kinds[0]! };
  return { tlp, choice, label: (chosen: Tlp) => label(chosen), setChoice };
}
