import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type FacetValue, printable, type Tlp as Label } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { hasTerm, toggled } from './terms.ts';

const FACETS = ['type', 'tlp', 'from', 'label'] as const;
type Facet = (typeof FACETS)[number];

/** What was found, by what it has in common; each is a link to that part alone, or back. */
export function Facets({ q, open }: { q: string; open: boolean }) {
  const { t } = useTranslation();
  const { data, error, isPending } = useQuery({
    queryKey: ['facets', q],
    queryFn: ({ signal }) => hub.facets(q, signal),
  });
  return (
    <nav className="facets" aria-label={t('facet.title')} data-open={open} tabIndex={0}>
      <Failure error={error} />
      {isPending && <Skeleton height={180} />}
      {data &&
        FACETS.filter((facet) => data.facets[facet].length > 0).map((facet) => (
          <section key={facet} aria-labelledby={`facet-${facet}`}>
            <h2 id={`facet-${facet}`}>{t(`facet.${facet}`)}</h2>
            <ul>
              {data.facets[facet].map((value) => (
                <li key={value.term}>
                  <Value facet={facet} value={value} q={data.q} isLeast={data.more} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      {data?.more && <p className="muted hint">{t('facet.more', { count: data.counted })}</p>}
    </nav>
  );
}

interface ValueProps {
  facet: Facet;
  value: FacetValue;
  q: string;
  /** There may be more of it than were counted. */
  isLeast: boolean;
}

function Value({ facet, value: { value, count, term }, q, isLeast }: ValueProps) {
  const on = hasTerm(q, term);
  return (
    <Link to="/search" search={{ q: toggled(q, term) }} {...(on && { 'aria-current': 'true' as const })}>
      {facet === 'tlp' ? <Tlp label={value as Label} /> : <span className="name">{printable(value)}</span>}
      <span className="count">
        {number(count)}
        {isLeast && '+'}
      </span>
    </Link>
  );
}
