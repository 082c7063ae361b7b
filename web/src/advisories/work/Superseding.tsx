import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ListedAdvisory, printable } from 'tocsin';
import { hub } from '../../hub.ts';

interface SupersedingProps {
  /** The advisory that is taken back. */
  id: string;
  /** The one that stands in its place; empty: none. */
  value: string;
  onChange: (value: string) => void;
}

/** Which advisory stands in the place of one that is taken back; the latest hundred are offered. */
export function Superseding({ id, value, onChange }: SupersedingProps) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['advisories', 'superseding'],
    queryFn: () => hub.rest.get<{ items: ListedAdvisory[] }>('/api/v1/advisories', { query: { limit: 100 } }),
    staleTime: 0,
  });
  const others = data?.items.filter((one) => one.id !== id && !one.withdrawn) ?? [];
  return (
    <NativeSelect
      label={t('confirm.supersededBy')}
      description={t('confirm.supersededByWhy')}
      value={value}
      data={[
        { value: '', label: t('confirm.supersededByNone') },
        ...others.map((one) => ({ value: one.id, label: printable(one.title) })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
