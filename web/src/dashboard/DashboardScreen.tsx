import '../look/dashboard.css';
import { SegmentedControl, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Statistics } from 'tocsin';
import { hub } from '../hub.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { dashboardRoute } from '../routes.ts';
import { useTitle } from '../shell/title.ts';
import { Answers } from './Answers.tsx';
import { Attack } from './Attack.tsx';
import { Chart } from './Chart.tsx';
import { numberCell } from './DataTable.tsx';
import { Freshness } from './Freshness.tsx';
import { type By, Heat } from './Heat.tsx';
import { Volume } from './Volume.tsx';

const WorldMap = lazy(() => import('./WorldMap.tsx'));
const DAYS = ['7', '30', '90'] as const;
const AGAIN_MS = 60_000;

/** What is shared, how much of it, where from, and how soon it is answered; every number opens what it counts. */
export function DashboardScreen() {
  const { t } = useTranslation();
  const said = dashboardRoute.useSearch();
  const days = DAYS.find((one) => one === said.days) ?? '30';
  const by: By = said.by === 'type' ? 'type' : 'member';
  const asTable = said.as === 'table';
  const navigate = useNavigate();
  useTitle(t('place.dashboard'));
  const read = useQuery({
    queryKey: ['statistics', days],
    queryFn: () => hub.statistics({ days: Number(days), step: days === '90' ? 'week' : 'day' }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
  const go = (change: { days?: string; by?: string; as?: string }) =>
    void navigate({
      to: '/dashboard',
      search: { days, ...(by === 'type' && { by }), ...(asTable && { as: 'table' }), ...change },
      replace: true,
      resetScroll: false,
    });

  return (
    <div className="page wide stack dashboard">
      <div className="cluster">
        <h1 className="grow">{t('place.dashboard')}</h1>
        <SegmentedControl
          aria-label={t('dashboard.days')}
          value={days}
          onChange={(value) => go({ days: value })}
          data={DAYS.map((value) => ({ value, label: t('dashboard.day', { count: Number(value) }) }))}
        />
        <SegmentedControl
          aria-label={t('dashboard.as')}
          value={asTable ? 'table' : 'chart'}
          onChange={(value) => go({ as: value === 'table' ? 'table' : '' })}
          data={[
            { value: 'chart', label: t('dashboard.charts') },
            { value: 'table', label: t('dashboard.tables') },
          ]}
        />
      </div>
      <Failure error={read.error} />
      {read.isPending && <Waiting />}
      {read.data && <Charts statistics={read.data} asTable={asTable} by={by} go={go} />}
    </div>
  );
}

interface ChartsProps {
  statistics: Statistics;
  asTable: boolean;
  by: By;
  go: (change: { days?: string; by?: string }) => void;
}

function Charts({ statistics, asTable, by, go }: ChartsProps) {
  const { t } = useTranslation();
  const { span, total, members } = statistics;
  if (total.count === 0)
    return (
      <Empty icon="dashboard" title={t('dashboard.emptyTitle')} why={t('dashboard.emptyWhy')}>
        <Link to="/feed">{t('dashboard.emptyDo')}</Link>
      </Empty>
    );
  const sharing = members.filter(({ count }) => count > 0).length;
  return (
    <>
      <p className="lead">
        {t('dashboard.lead', {
          count: span.count,
          from: span.from,
          to: lastDay(span.to),
          sharing,
          members: members.length,
        })}
      </p>
      {span.count === 0 ? (
        <Empty icon="dashboard" title={t('dashboard.quiet')} why={t('dashboard.emptyWhy')}>
          <Link to="/dashboard" search={{ days: '90' }}>
            {t('dashboard.more')}
          </Link>
        </Empty>
      ) : (
        <Volume statistics={statistics} asTable={asTable} />
      )}
      <div className="two">
        <Origin statistics={statistics} asTable={asTable} />
        <Freshness statistics={statistics} />
      </div>
      {span.count > 0 && <Heat statistics={statistics} asTable={asTable} by={by} onBy={(value) => go({ by: value })} />}
      <Attack statistics={statistics} asTable={asTable} />
      <Answers statistics={statistics} />
    </>
  );
}

/** The day before, of a day. */
const lastDay = (to: string): string => new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);

function Origin({ statistics, asTable }: { statistics: Statistics; asTable: boolean }) {
  const { t } = useTranslation();
  const data = {
    head: [t('dashboard.member'), t('dashboard.country'), t('dashboard.count')],
    rows: statistics.members.map(({ short_name: name, country, count, q }) => [
      { text: name },
      { text: country },
      numberCell(count, q),
    ]),
  };
  return (
    <Chart title={t('dashboard.map')} note={t('dashboard.mapNote')} data={data} asTable={asTable}>
      <Suspense fallback={<Skeleton height={320} />}>
        <WorldMap statistics={statistics} />
      </Suspense>
    </Chart>
  );
}

const Waiting = () => (
  <>
    <Skeleton height={260} radius="md" />
    <Skeleton height={380} radius="md" />
    <Skeleton height={300} radius="md" />
  </>
);
