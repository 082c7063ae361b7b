import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useTitle } from '../shell/title.ts';
import { MailFailures } from './MailFailures.tsx';

interface Health {
  started_at: string;
  memory_bytes: number;
  busy: number;
  connections: { total: number; idle: number; waiting: number };
  subscribers: number;
  feed_lag_entries: number;
  mails_waiting: number | null;
  mail: 'on' | 'off';
  outbound: 'on' | 'off';
}

/** Above these something is to be looked at. */
const BUSY = 0.8;
const BEHIND = 5_000;

/** How the hub does, in words; what a machine wants to know of it is at `/metrics`. */
export function HealthScreen() {
  const { t } = useTranslation();
  useTitle(t('place.health'));
  const ready = useQuery({ queryKey: ['ready'], queryFn: () => hub.ready(), refetchInterval: 5_000 });
  const { data: is, error } = useQuery({
    queryKey: ['health'],
    queryFn: () => hub.rest.get<Health>('/api/v1/health'),
    refetchInterval: 5_000,
  });
  return (
    <div className="page stack">
      <h1>{t('place.health')}</h1>
      <p className="lead">{t('health.lead')}</p>
      <Failure error={ready.error ?? error} />
      <Waiting until={is ?? error} />
      {is && (
        <dl className="gauges">
          <Gauge name="ready" figure={t(ready.isSuccess ? 'health.yes' : 'health.no')} good={ready.isSuccess} />
          <Gauge name="started" figure={<When at={is.started_at} />} />
          <Gauge name="loop" figure={`${Math.round(is.busy * 100)} %`} good={is.busy < BUSY} />
          <Gauge name="memory" figure={t('health.megabytes', { size: number(Math.round(is.memory_bytes / 1e6)) })} />
          <Gauge name="postgres" figure={t('health.connections', is.connections)} good={is.connections.waiting === 0} />
          <Gauge name="subscribers" figure={number(is.subscribers)} />
          <Gauge name="lag" figure={number(is.feed_lag_entries)} good={is.feed_lag_entries < BEHIND} />
          <Gauge
            name="mail"
            figure={is.mail === 'on' ? t('health.waiting', { count: is.mails_waiting ?? 0 }) : t('health.off')}
          />
          <Gauge name="outbound" figure={t(is.outbound === 'on' ? 'health.on' : 'health.off')} />
        </dl>
      )}
      <MailFailures />
    </div>
  );
}

interface GaugeProps {
  name: string;
  figure: ReactNode;
  /** Whether it is as it should be; nothing where it may be anything. */
  good?: boolean;
}

function Gauge({ name, figure, good }: GaugeProps) {
  const { t } = useTranslation();
  return (
    <div data-tone={good === undefined ? undefined : good ? 'good' : 'bad'}>
      <dt>{t(`gauge.${name}` as never)}</dt>
      <dd className="figure">{figure}</dd>
      <dd className="muted hint">{t(`gaugeWhy.${name}` as never)}</dd>
    </div>
  );
}
