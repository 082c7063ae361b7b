import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { Diff } from './Diff.tsx';

/** What is new in a version, against any before it that one may read; `shown` stands in the address, as `1-2`. */
export function Versions({ id, version, shown }: { id: string; version: number; shown: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [from, to] = (shown ?? '').split('-').map(Number);
  const between = { ...(from && { from }), ...(to && { to }) };
  const { data, error } = useQuery({
    queryKey: ['versions', 'advisory', id, from, to],
    enabled: shown !== undefined,
    queryFn: () => hub.advisories.diff(id, between),
  });
  const show = (diff: string | undefined) =>
    void navigate({
      to: '/advisories/$id',
      params: { id },
      search: diff === undefined ? {} : { diff },
      replace: true,
      resetScroll: false,
    });
  const numbers = Array.from({ length: version }, (_, i) => ({ value: String(i + 1), label: `v${i + 1}` }));
  if (shown === undefined)
    return (
      <div>
        <Button variant="default" size="xs" onClick={() => show(`${version - 1}-${version}`)}>
          {t('diff.show')}
        </Button>
      </div>
    );
  return (
    <section className="stack" aria-label={t('diff.title')}>
      <h2 className="small">{t('diff.title')}</h2>
      <div className="cluster">
        <NativeSelect
          label={t('diff.from')}
          value={String(from)}
          data={numbers}
          onChange={(event) => show(`${event.currentTarget.value}-${to}`)}
        />
        <NativeSelect
          label={t('diff.to')}
          value={String(to)}
          data={numbers}
          onChange={(event) => show(`${from}-${event.currentTarget.value}`)}
        />
      </div>
      <Failure error={error} />
      {data && <Diff diff={data} />}
      <div>
        <Button variant="default" size="xs" onClick={() => show(undefined)}>
          {t('diff.hide')}
        </Button>
      </div>
    </section>
  );
}
