import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type ListedAdvisory, printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { advisoriesRoute } from '../routes.ts';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { useTitle } from '../shell/title.ts';
import { AtWork } from './AtWork.tsx';
import { useQuotes } from './calls.ts';
import { mayWrite } from './write/text.ts';

/** What members have published, newest first; what waits for one’s organisation’s answer; what it writes or is asked to sign. */
export function ListScreen() {
  const { t } = useTranslation();
  const { show } = advisoriesRoute.useSearch();
  const me = usePerson();
  const navigate = useNavigate();
  const writes = mayWrite(me);
  const { data: quotes } = useQuotes();
  useTitle(t('place.advisories'));
  useKeys(writes ? { n: () => void navigate({ to: '/advisories/new' }) } : {});
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.advisories')}</h1>
        <SegmentedControl
          aria-label={t('advisories.which')}
          value={show === 'open' || show === 'work' ? show : 'all'}
          onChange={(value) =>
            void navigate({
              to: '/advisories',
              search: value === 'all' ? {} : { show: value },
              replace: true,
              resetScroll: false,
            })
          }
          data={[
            { value: 'all', label: t('advisories.all') },
            { value: 'open', label: t('advisories.open') },
            { value: 'work', label: t('advisories.work') },
          ]}
        />
        {writes && (
          <Button component={Link} to="/advisories/new">
            {t('new.title')}
          </Button>
        )}
      </div>
      {quotes && quotes.length > 0 && (
        <p className="reach">
          <Link to="/advisories/quotes">{t('quotes.wait', { count: quotes.length })}</Link>
        </p>
      )}
      {show === 'work' ? <AtWork writes={writes} /> : <Published open={show === 'open'} writes={writes} />}
    </div>
  );
}

function Published({ open, writes }: { open: boolean; writes: boolean }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery({
    queryKey: ['advisories', open],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      hub.rest.get<{ items: ListedAdvisory[]; next?: string }>('/api/v1/advisories', {
        query: { open: String(open), limit: 30, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Failure error={list.error} />
      <Waiting until={list.data ?? list.error} as="shelf" />
      {list.isSuccess && items.length === 0 && (
        <Empty
          icon="advisories"
          title={t(open ? 'advisories.noneOpen' : 'advisories.none')}
          why={t(open ? 'advisories.noneOpenWhy' : 'advisories.noneWhy')}
        >
          {open ? (
            <Link to="/advisories">{t('advisories.showAll')}</Link>
          ) : (
            writes && (
              <Button variant="default" component={Link} to="/advisories/new">
                {t('new.title')}
              </Button>
            )
          )}
        </Empty>
      )}
      {items.length > 0 && (
        <ul className="shelf">
          {items.map((advisory) => (
            <li key={advisory.id}>
              <Listed advisory={advisory} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('advisories.more')}
        </Button>
      )}
    </>
  );
}

function Listed({ advisory }: { advisory: ListedAdvisory }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { id, title, organisation, tlp, kind, severity, version, published, withdrawn, acknowledged } = advisory;
  const { acknowledge_by: deadline, superseded_by: by } = advisory;
  return (
    <Link to="/advisories/$id" params={{ id }}>
      <strong>{printable(title)}</strong>
      <span className="cluster">
        <Tlp label={tlp} />
        {kind !== null && <span className="tag">{t(`kind.${kind}`, { defaultValue: kind })}</span>}
        {severity !== null && (
          <span className="tag" data-tone={severity === 'critical' || severity === 'high' ? 'bad' : undefined}>
            {t(`severity.${severity}`, { defaultValue: severity })}
          </span>
        )}
        {withdrawn && (
          <span className="tag" data-tone="bad">
            {t(by === null ? 'advisories.withdrawn' : 'advisories.superseded')}
          </span>
        )}
        {acknowledged !== null && (
          <span className="tag" data-tone="good">
            {t(`answer.${acknowledged}`)}
          </span>
        )}
        <span className="muted">
          {nameOf(organisation)} · <When at={published} /> · v{version}
        </span>
        {deadline !== null && acknowledged === null && !withdrawn && (
          <span className="muted">
            {t('field.acknowledge_by')}: <When at={deadline} />
          </span>
        )}
      </span>
    </Link>
  );
}
