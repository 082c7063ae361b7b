import { useTranslation } from 'react-i18next';
import type { Statistics } from 'tocsin';
import { When } from '../parts/When.tsx';
import { Chart } from './Chart.tsx';
import { type Data, DataTable, numberCell } from './DataTable.tsx';

const WEEK_MS = 7 * 86_400_000;

/** When each member was last heard of, and how much it shares. A table, however one looks at it. */
export function Freshness({ statistics: { members, span } }: { statistics: Statistics }) {
  const { t } = useTranslation();
  const today = Date.parse(span.to);
  const data: Data = {
    head: [t('dashboard.member'), t('dashboard.newest'), t('dashboard.count'), t('dashboard.total')],
    rows: members.map(({ short_name: name, newest, count, q, total }) => [
      { text: name },
      {
        text: newest ?? '',
        node: <Newest at={newest} silent={newest !== null && today - Date.parse(newest) > WEEK_MS} />,
      },
      numberCell(count, q),
      numberCell(total.count, total.q),
    ]),
  };
  return (
    <Chart title={t('dashboard.freshness')} note={t('dashboard.freshnessNote')} data={data} asTable={false}>
      <DataTable data={data} label={t('dashboard.freshness')} />
    </Chart>
  );
}

function Newest({ at, silent }: { at: string | null; silent: boolean }) {
  const { t } = useTranslation();
  if (at === null) return <span className="muted">{t('dashboard.never')}</span>;
  return (
    <>
      <When at={at} />{' '}
      {silent && (
        <span className="tag" data-tone="warn">
          {t('dashboard.silent')}
        </span>
      )}
    </>
  );
}
