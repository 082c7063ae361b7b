import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { LOOK_MS, type Note, pathOf } from './source.ts';

const PAGE = 50;

interface NotesProps {
  id: string;
  of: 'refusals' | 'warnings';
}

/** What of a source was not taken and why, or was taken and stands on warninglists, or in part: the latest first. */
export function Notes({ id, of }: NotesProps) {
  const { t } = useTranslation();
  const list = useInfiniteQuery({
    queryKey: ['sources', id, of],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam }) =>
      (await hub.rest.get<{ items: Note[] }>(`${pathOf(id)}/${of}`, { query: { limit: PAGE, before: pageParam } }))
        .items,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.no),
    refetchInterval: LOOK_MS,
  });
  const items = list.data?.pages.flat() ?? [];
  if (list.error && items.length === 0) return <Failure error={list.error} />;
  if (items.length === 0) return <None of={of} isKnown={list.isSuccess} />;
  return (
    <section className="card scroll-x" aria-label={t(`sources.${of}`)}>
      <h2>{t(`sources.${of}`)}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('column.time')}</th>
            <th scope="col">{t('file.place')}</th>
            <th scope="col">{t('sources.why')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((note) => (
            <tr key={note.no}>
              <td>
                <When at={note.at} />
              </td>
              <td>
                <span className="mono breaks">{printable(note.place)}</span>
                {note.object !== null && <span className="sub mono breaks">{printable(note.object)}</span>}
              </td>
              <td>
                {printable(note.reason)} <code>{note.code}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('advisories.more')}
        </Button>
      )}
    </section>
  );
}

function None({ of, isKnown }: Pick<NotesProps, 'of'> & { isKnown: boolean }) {
  const { t } = useTranslation();
  const { organisation } = usePerson();
  return (
    <section className="card" aria-label={t(`sources.${of}`)}>
      <h2>{t(`sources.${of}`)}</h2>
      <Waiting until={isKnown || undefined} />
      {isKnown && (
        <p className="muted hint">
          {t(`sources.no.${of}`)}{' '}
          {of === 'refusals' ? (
            <Link to="/search" search={{ q: `from:${organisation.short_name}` }}>
              {t('sources.brought')}
            </Link>
          ) : (
            <Link to="/warninglists">{t('place.warninglists')}</Link>
          )}
        </p>
      )}
    </section>
  );
}
