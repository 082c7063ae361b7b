import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type LookupResult, printable, type StixObject } from 'tocsin';
import { hub } from '../hub.ts';
import { Icon } from '../parts/Icon.tsx';
import { ReadsAs } from '../parts/ReadsAs.tsx';
import { valuesOf } from './values.ts';

/** That many hold what it names for no indicator; how its names read; and how many members report the same value. */
export function Warnings({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const values = valuesOf(object).map(({ real }) => real);
  const { data } = useQuery({
    queryKey: ['lookup', values],
    enabled: values.length > 0,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const found: LookupResult[] = [];
      for await (const result of hub.lookup(values.slice(0, 100), { signal })) found.push(result);
      return found;
    },
  });
  const lists = new Map(data?.flatMap(({ warnings = [] }) => warnings.map(({ list, name }) => [list, name] as const)));
  const members = Math.max(0, ...(data?.map((result) => result.members) ?? []));
  return (
    <>
      {members > 1 && <div className="muted hint">{t('object.members', { count: members })}</div>}
      <div className="cluster">
        {data?.map(({ value, reads_as: name }) => name && <ReadsAs key={value} name={name} />)}
      </div>
      {lists.size > 0 && (
        <Alert color="yellow" variant="light" icon={<Icon name="alert" />} title={t('warned.title')} className="warned">
          {t('warned.why', { lists: [...lists.values()].map(printable).join(' · ') })}
        </Alert>
      )}
    </>
  );
}
