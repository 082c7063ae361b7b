import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HubError, type StixObject } from 'tocsin';
import { rowsOfFound } from '../feed/row.ts';
import { hub } from '../hub.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Grid } from '../parts/Grid.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { BulkBar } from '../selection/BulkBar.tsx';
import { useSelection } from '../selection/useSelection.ts';
import { searchRoute } from '../routes.ts';
import { SaveSearch } from '../searches/SaveSearch.tsx';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { useTitle } from '../shell/title.ts';
import { leaveDraft } from '../submit/draft.ts';
import { Facets } from './Facets.tsx';
import { SaveAs } from './SaveAs.tsx';

const PAGE = 100;
const EXAMPLES = [
  'type:ipv4-addr since:7d',
  'hxxps[:]//evil[.]example/login',
  'in:203.0.113.0/24',
  'tlp<=amber confidence>=70',
  'label:hafnium is:active',
];
/** A value alone, and no term with a key (`http://…` is none). */
const isValue = (q: string): boolean => !/\s/.test(q) && (!/^-?[a-z]+[:<>=]/.test(q) || q.includes('://'));
const Drawer = lazy(() => import('../objects/Drawer.tsx').then(({ Drawer: component }) => ({ default: component })));

/** How many there are; until that is known, that there are more than are shown. */
function Found({ shown, total }: { shown: number; total: number | undefined }) {
  const { t } = useTranslation();
  return total === undefined ? t('search.more', { count: shown }) : t('search.found', { count: total });
}

/** Whatever a person may see, by one box; the question is in the address. */
export function SearchScreen() {
  const { t } = useTranslation();
  const { q = '', open } = searchRoute.useSearch();
  const navigate = useNavigate();
  const { scopes } = usePerson();
  const [narrowing, setNarrowing] = useState(false);
  useTitle(q === '' ? t('place.search') : `${q} · ${t('place.search')}`);
  const found = useInfiniteQuery({
    queryKey: ['search', q],
    enabled: q !== '',
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      hub.rest.get<{ objects: StixObject[]; next?: string }>('/api/v1/search', {
        query: { q, limit: PAGE, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });
  const more = found.isSuccess && found.hasNextPage;
  const total = useQuery({
    queryKey: ['count', q],
    enabled: more,
    queryFn: ({ signal }) => hub.count(q, signal),
  });
  const rows = useMemo(() => rowsOfFound(found.data?.pages.flatMap(({ objects }) => objects) ?? []), [found.data]);
  const selection = useSelection(q);
  const close = () => void navigate({ to: '/search', search: { q }, replace: true, resetScroll: false });
  useKeys({ Escape: selection.rows.length > 0 && open === undefined ? selection.clear : close });

  return (
    <>
      <div className="bar">
        <h1>{t('place.search')}</h1>
        <span className="muted grow" role="status">
          {q !== '' && found.isSuccess && <Found shown={rows.length} total={more ? total.data : rows.length} />}
        </span>
        <div className="cluster">
          {rows.length > 0 && (
            <Button
              size="xs"
              variant="default"
              className="narrowing"
              aria-expanded={narrowing}
              onClick={() => setNarrowing(!narrowing)}
            >
              {t('facet.title')}
            </Button>
          )}
          <Button size="xs" variant="default" component={Link} to="/lookup">
            {t('many.title')}
          </Button>
          {rows.length > 0 && <SaveAs q={q} />}
          <SaveSearch q={q} />
        </div>
      </div>
      {found.error && (
        <div className="inset">
          <Failure
            error={found.error}
            {...(found.error instanceof HubError &&
              found.error.code === 'query_invalid' && { title: t('search.invalid') })}
          />
        </div>
      )}
      <BulkBar selection={selection} />
      <div className="split">
        {rows.length > 0 && <Facets q={q} open={narrowing} />}
        <section className="list" aria-label={t('search.results')}>
          {q === '' ? (
            <Empty icon="search" title={t('search.title')} why={t('search.why')}>
              <ul className="examples">
                {EXAMPLES.map((example) => (
                  <li key={example}>
                    <Link to="/search" search={{ q: example }} className="mono">
                      {example}
                    </Link>
                  </li>
                ))}
              </ul>
            </Empty>
          ) : rows.length > 0 ? (
            <Grid
              key={q}
              label={t('search.results')}
              size={rows.length}
              at={(i) => rows[i]}
              open={open}
              selection={selection}
              remember={`search ${q}`}
              onOpen={(row) =>
                void navigate({ to: '/search', search: { q, open: row.id }, replace: true, resetScroll: false })
              }
              onEnd={() => {
                if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
              }}
            />
          ) : found.isSuccess ? (
            <Empty icon="search" title={t('search.none')} why={t(isValue(q) ? 'search.noneWhy' : 'search.narrowWhy')}>
              {isValue(q) && scopes.includes('submit') ? (
                <Button variant="default" component={Link} to="/submit" onClick={() => leaveDraft({ text: q })}>
                  {t('search.submit')}
                </Button>
              ) : (
                <Link to="/search">{t('search.anew')}</Link>
              )}
            </Empty>
          ) : (
            <Waiting until={found.error} as="grid" />
          )}
        </section>
        {open !== undefined && (
          <Suspense fallback={null}>
            <Drawer id={open} onClose={close} />
          </Suspense>
        )}
      </div>
    </>
  );
}
