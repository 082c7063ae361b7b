import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { HubError } from 'tocsin';
import { isAdministrator } from '../admin/api.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Grid } from '../parts/Grid.tsx';
import { Icon } from '../parts/Icon.tsx';
import { number } from '../parts/number.ts';
import { Waiting } from '../parts/Waiting.tsx';
import { BulkBar } from '../selection/BulkBar.tsx';
import { useSelection } from '../selection/useSelection.ts';
import { feedRoute } from '../routes.ts';
import { SaveSearch } from '../searches/SaveSearch.tsx';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { rove } from '../shell/roving.ts';
import { useTitle } from '../shell/title.ts';
import { Announce } from './Announce.tsx';
import type { Row } from './row.ts';
import { stream } from './stream.ts';
import { usePause } from './usePause.ts';

const FirstRun = lazy(() =>
  import('../admin/FirstRun.tsx').then(({ FirstRun: component }) => ({ default: component })),
);
const Drawer = lazy(() => import('../objects/Drawer.tsx').then(({ Drawer: component }) => ({ default: component })));

/** What members share, as they share it. */
export function FeedScreen() {
  const { t } = useTranslation();
  const { q = '', open } = feedRoute.useSearch();
  const navigate = useNavigate();
  const me = usePerson();
  const look = useSyncExternalStore(stream.subscribe, stream.look);
  const list = usePause(look);
  const selection = useSelection(q);
  const [text, setText] = useState(q);
  useTitle(t('place.feed'));
  useEffect(() => stream.follow(q), [q]);
  useEffect(() => () => stream.widen(), []); // what is recalled goes from every other screen, too
  useEffect(() => setText(q), [q]);

  const go = (search: { q?: string; open?: string }) =>
    void navigate({
      to: '/feed',
      search: { ...(q && { q }), ...(open && { open }), ...search },
      replace: true,
      resetScroll: false,
    });
  const show = (row: Row) => go({ open: row.id });
  const close = () => void navigate({ to: '/feed', search: q ? { q } : {}, replace: true, resetScroll: false });
  const resume = () => {
    document.querySelector('.scroller')?.scrollTo({ top: 0 }); // where the newest are
    list.resume();
  };
  const toggle = list.paused ? resume : list.pause;
  useKeys({
    ' ': toggle,
    Escape: selection.rows.length > 0 && open === undefined ? selection.clear : close,
    ArrowDown: () => rove(1),
  });

  const refused = look.error instanceof HubError && look.error.code === 'query_invalid' ? look.error : undefined;
  return (
    <>
      <div className="bar">
        <h1>{t('place.feed')}</h1>
        <span className="light" data-light={look.light}>
          <span role="status">{t(refused ? 'light.refused' : `light.${look.light}`)}</span>
          {look.light === 'replaying' && ` ${t('light.missed', { count: look.missed })}`}
        </span>
        <span className="muted">
          {t('feed.rate', {
            rate: number(look.rate < 10 ? Math.round(look.rate * 10) / 10 : Math.round(look.rate)),
            count: look.came,
          })}
        </span>
        <form
          className="filter"
          role="search"
          aria-label={t('feed.filter')}
          onSubmit={(event) => {
            event.preventDefault();
            go({ q: text.trim() });
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('feed.filter')}
            placeholder={t('feed.filterHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={refused?.detail}
            spellCheck={false}
          />
        </form>
        <SaveSearch q={q} />
        <Button
          size="xs"
          variant={list.paused ? 'filled' : 'default'}
          leftSection={<Icon name={list.paused ? 'play' : 'pause'} size={14} />}
          onClick={toggle}
        >
          {t(list.paused ? 'feed.resume' : 'feed.pause')}
        </Button>
      </div>
      {isAdministrator(me) && (
        <Suspense fallback={null}>
          <FirstRun />
        </Suspense>
      )}
      {list.paused && (
        <div className="paused">
          <span className="sr" role="status">
            {t('feed.held')}
          </span>
          <span>{t('feed.paused', { count: list.waiting })}</span>
          <Button size="compact-sm" variant="white" onClick={resume}>
            {t('feed.resume')}
          </Button>
        </div>
      )}
      {look.broken !== undefined && <Failure error={new Error(look.broken)} title={t('feed.broken')} />}
      {!refused && <Failure error={look.error} />}
      <Announce total={look.came} />
      <BulkBar selection={selection} />
      <div className="split">
        <section className="list" aria-label={t('place.feed')}>
          {list.paused && list.waiting > 0 && (
            <button type="button" className="pill" onClick={resume}>
              {t('feed.new', { count: list.waiting })}
            </button>
          )}
          {list.size > 0 ? (
            <Grid
              label={t('place.feed')}
              size={list.size}
              at={list.at}
              open={open}
              selection={selection}
              onOpen={show}
              onScroll={(top) => top > 0 && list.pause()}
              onFocus={list.pause}
              onHover={list.hover}
            />
          ) : look.light === 'live' ? (
            <Empty icon="feed" title={t('feed.emptyTitle')} why={t(q ? 'feed.emptyFilter' : 'feed.emptyWhy')}>
              {q ? (
                <Button variant="default" onClick={() => go({ q: '' })}>
                  {t('feed.clear')}
                </Button>
              ) : (
                me.scopes.includes('submit') && (
                  <Button variant="default" component={Link} to="/submit">
                    {t('feed.share')}
                  </Button>
                )
              )}
            </Empty>
          ) : (
            <Waiting until={look.error ?? look.broken} as="grid" />
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
