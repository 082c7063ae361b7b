import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Statistics, Tlp as Label } from 'tocsin';
import { lengthOf, median } from '../dashboard/amounts.ts';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { usePerson } from '../session/session.ts';
import type { Member } from './api.ts';

const DAYS = 30;

/** How much a member shares with one, under which labels, and how soon it answers. Each number opens the list of what it counts. */
export function Figures({ member: { id, short_name: short } }: { member: Member }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['statistics', String(DAYS)],
    queryFn: () => hub.statistics({ days: DAYS, step: 'day' }),
  });
  const mix = useQuery({ queryKey: ['facets', `from:${short}`], queryFn: () => hub.facets(`from:${short}`) });
  const member = data?.members.find(({ organisation }) => organisation === `identity--${id}`);
  return (
    <section className="card" aria-label={t('figures.title')}>
      <h2>{t('figures.title')}</h2>
      <Failure error={error ?? mix.error} />
      {!data && !error && <Skeleton height={90} />}
      {data && (member === undefined || member.total.count === 0) && <p className="muted hint">{t('figures.none')}</p>}
      <dl className="facts">
        {member !== undefined && member.total.count > 0 && (
          <>
            <dt>{t('figures.lately', { count: DAYS })}</dt>
            <dd>
              <Count q={member.q} count={member.count} />
            </dd>
            <dt>{t('figures.all')}</dt>
            <dd>
              <Count q={member.total.q} count={member.total.count} />
            </dd>
            <dt>{t('figures.newest')}</dt>
            <dd>{member.newest === null ? '–' : <When at={member.newest} />}</dd>
            <dt>{t('figures.mix')}</dt>
            <dd className="cluster">
              {mix.data?.facets.tlp.map(({ value, count, term }) => (
                <span key={term} className="cluster tight">
                  <Tlp label={value as Label} /> <Count q={`from:${short} ${term}`} count={count} />
                </span>
              ))}
              {mix.data?.more && (
                <span className="muted hint">{t('figures.newestOnly', { count: mix.data.counted })}</span>
              )}
            </dd>
          </>
        )}
        {data && <Answered advisories={data.advisories} identity={`identity--${id}`} />}
      </dl>
    </section>
  );
}

const Count = ({ q, count }: { q: string; count: number }) => (
  <Link to="/search" search={{ q }}>
    {number(count)}
  </Link>
);

/** Of one’s own organisation all its answers, of another those to what one’s own wrote: nobody is told more. */
function Answered({ advisories, identity }: Pick<Statistics, 'advisories'> & { identity: string }) {
  const { t, i18n } = useTranslation();
  const isOwn = identity === `identity--${usePerson().organisation.id}`;
  const went = isOwn
    ? advisories.filter(({ own }) => !own)
    : advisories.flatMap(({ readers, published }) =>
        (readers?.members ?? [])
          .filter(({ organisation }) => organisation === identity)
          .map(({ answered }) => ({ published, answered })),
      );
  if (went.length === 0) return null;
  const waited = went.flatMap(({ published, answered }) =>
    answered === null ? [] : [Math.max(0, Date.parse(answered) - Date.parse(published))],
  );
  const half = median(waited);
  return (
    <>
      <dt>{t('figures.answers')}</dt>
      <dd>
        {t('figures.answered', { answered: waited.length, addressed: went.length })}
        {half !== undefined && `, ${t('figures.median', { time: lengthOf(half, i18n.language) })}`}
        <div className="muted hint">{t(isOwn ? 'figures.answersOwn' : 'figures.answersTheirs', { count: DAYS })}</div>
      </dd>
    </>
  );
}
