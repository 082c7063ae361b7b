import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable, type SavedSearch } from 'tocsin';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { Preview } from './Preview.tsx';
import { useSearches, useWatch } from './queries.ts';
import { Remove } from './Remove.tsx';
import { SearchForm } from './SearchForm.tsx';
import { Told } from './Told.tsx';

/** Searches that one keeps, those that colleagues share, and how one is told of what they find. */
export function ListScreen() {
  const { t } = useTranslation();
  const list = useSearches();
  const [changing, setChanging] = useState<{ search: SavedSearch; to: 'edit' | 'remove' }>();
  useTitle(t('place.searches'));
  const close = () => setChanging(undefined);
  return (
    <div className="page stack">
      <h1>{t('place.searches')}</h1>
      <Failure error={list.error} />
      <Waiting until={list.data ?? list.error} as="shelf" />
      {list.data?.length === 0 && (
        <Empty icon="star" title={t('searches.none')} why={t('searches.noneWhy')}>
          <Button variant="default" component={Link} to="/search">
            {t('place.search')}
          </Button>
        </Empty>
      )}
      {list.data?.map((search) => (
        <Listed
          key={search.id}
          search={search}
          onEdit={() => setChanging({ search, to: 'edit' })}
          onRemove={() => setChanging({ search, to: 'remove' })}
        />
      ))}
      {changing?.to === 'edit' && <SearchForm known={changing.search} q={changing.search.q} onClose={close} />}
      {changing?.to === 'remove' && <Remove search={changing.search} onClose={close} />}
    </div>
  );
}

function Listed({ search, onEdit, onRemove }: { search: SavedSearch; onEdit: () => void; onRemove: () => void }) {
  const { t } = useTranslation();
  const change = useWatch();
  const { person } = usePerson();
  const { id, name, q, watch, own, problem } = search;
  const watched = watch.bell || watch.mail !== 'none';
  return (
    <section className="card search" aria-labelledby={`search-${id}`}>
      <div className="cluster">
        <h2 id={`search-${id}`}>
          <Link to="/searches/$id" params={{ id }}>
            {printable(name)}
          </Link>
        </h2>
        <Told search={search} />
      </div>
      <p className="mono query">{printable(q) || t('searches.everything')}</p>
      {problem === null ? (
        <p className="muted">
          <Preview q={q} />
        </p>
      ) : (
        <p className="problem" role="note">
          {t('searches.problem', { problem: printable(problem) })}
        </p>
      )}
      <Failure error={change.error} />
      <div className="cluster">
        <Button size="compact-sm" variant="default" component={Link} to="/search" search={{ q } as never}>
          {t('searches.now')}
        </Button>
        {watched && (
          <Button
            size="compact-sm"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ id, watch: { ...watch, paused: !watch.paused } })}
          >
            {t(watch.paused ? 'searches.resume' : 'searches.pause')}
          </Button>
        )}
        {person?.role === 'org-admin' && (
          <Button size="compact-sm" variant="default" component={Link} to="/webhooks" search={{ filter: q } as never}>
            {t('searches.post')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onEdit}>
          {t(own ? 'searches.edit' : 'searches.tell')}
        </Button>
        {own && (
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRemove}>
            {t('searches.remove')}
          </Button>
        )}
      </div>
    </section>
  );
}
