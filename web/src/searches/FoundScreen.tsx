import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { rowsOfFound } from '../feed/row.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Grid } from '../parts/Grid.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { foundRoute } from '../routes.ts';
import { useKeys } from '../shell/keys.ts';
import { useTitle } from '../shell/title.ts';
import { Mails } from './Mails.tsx';
import { useBell, useMarkRead, useSearches } from './queries.ts';
import { Told } from './Told.tsx';

const MOST = 200;
const Drawer = lazy(() => import('../objects/Drawer.tsx').then(({ Drawer: component }) => ({ default: component })));

/** What one saved search has told one of, and what became of its mails. */
export function FoundScreen() {
  const { t } = useTranslation();
  const { id } = foundRoute.useParams();
  const { open } = foundRoute.useSearch();
  const navigate = useNavigate();
  const list = useSearches();
  const search = list.data?.find((one) => one.id === id);
  const bell = useBell({ search: id, limit: MOST }, search !== undefined);
  const read = useMarkRead();
  const name = search ? printable(search.name) : t('place.searches');
  useTitle(name);
  const rows = useMemo(() => rowsOfFound(bell.data?.items.map(({ object }) => object) ?? []), [bell.data]);
  const show = (row?: string) =>
    void navigate({
      to: '/searches/$id',
      params: { id },
      search: row ? { open: row } : {},
      replace: true,
      resetScroll: false,
    });
  useKeys({ Escape: () => show() });
  if (list.isSuccess && !search)
    return (
      <Empty as="h1" icon="star" title={t('notFound.title')} why={t('notFound.why')}>
        <Button variant="default" component={Link} to="/searches">
          {t('place.searches')}
        </Button>
      </Empty>
    );
  const unread = bell.data?.searches.find((one) => one.search === id)?.unread ?? 0;
  return (
    <>
      <div className="bar">
        <h1>{name}</h1>
        {search && <Told search={search} />}
        {bell.data && unread > 0 && (
          <Button
            size="xs"
            variant="default"
            loading={read.isPending}
            onClick={() => read.mutate({ through: bell.data.cursor, search: id })}
          >
            {t('bell.read')}
          </Button>
        )}
        {search && (
          <Button size="xs" variant="default" component={Link} to="/search" search={{ q: search.q } as never}>
            {t('searches.now')}
          </Button>
        )}
      </div>
      <Failure error={list.error ?? bell.error ?? read.error} />
      {search && search.watch.mail !== 'none' && <Mails id={id} />}
      <div className="split">
        <section className="list" aria-label={t('searches.found')}>
          {rows.length > 0 ? (
            <Grid
              label={t('searches.found')}
              size={rows.length}
              at={(i) => rows[i]}
              open={open}
              onOpen={(row) => show(row.id)}
            />
          ) : bell.isSuccess ? (
            <Empty icon="bell" title={t('searches.foundNone')} why={t('searches.foundNoneWhy')}>
              <Button variant="default" component={Link} to="/search" search={{ q: search?.q ?? '' } as never}>
                {t('searches.now')}
              </Button>
            </Empty>
          ) : (
            <Waiting until={list.error ?? bell.error} as="grid" />
          )}
        </section>
        {open !== undefined && (
          <Suspense fallback={null}>
            <Drawer id={open} onClose={() => show()} />
          </Suspense>
        )}
      </div>
    </>
  );
}
