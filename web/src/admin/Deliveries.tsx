import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import type { Delivery } from './api.ts';

const PAGE = 50;
const TONE: Record<string, string> = { delivered: 'good', sending: 'warn', again: 'warn', failed: 'bad' };

const isUnderWay = ({ state }: Delivery): boolean => state === 'sending' || state === 'again';

/** What was posted lately, the newest first; each can be posted once more. */
export function Deliveries({ id, onAgain }: { id: string; onAgain: (delivery: string) => void }) {
  const { t } = useTranslation();
  const log = useInfiniteQuery({
    queryKey: ['deliveries', id],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) =>
      (
        await hub.rest.get<{ items: Delivery[] }>(`/api/v1/webhooks/${encodeURIComponent(id)}/deliveries`, {
          query: { limit: PAGE, before: pageParam },
        })
      ).items,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
    refetchInterval: ({ state }) => (state.data?.pages.flat().some(isUnderWay) ? 1_000 : 5_000),
  });
  const items = log.data?.pages.flat() ?? [];
  return (
    <section className="card scroll-x" aria-label={t('delivery.title')}>
      <h2>{t('delivery.title')}</h2>
      <Failure error={log.error} />
      <Waiting until={log.data ?? log.error} />
      {log.isSuccess && items.length === 0 && <p className="muted hint">{t('delivery.none')}</p>}
      {items.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('column.time')}</th>
              <th scope="col">{t('delivery.what')}</th>
              <th scope="col">{t('delivery.outcome')}</th>
              <th scope="col">{t('delivery.tries')}</th>
              <th scope="col">{t('delivery.answer')}</th>
              <th scope="col">
                <span className="sr">{t('admin.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <td>
                  <When at={one.created_at} />
                  <span className="sub mono">{one.id}</span>
                </td>
                <td>{one.kind === 'test' ? t('delivery.test') : t('delivery.entries', { count: one.entries })}</td>
                <td>
                  <span className="tag" data-tone={TONE[one.state]}>
                    {t(`delivery.${one.state}` as never, { defaultValue: one.state })}
                  </span>
                </td>
                <td>
                  {one.tries}
                  {one.tries > 1 && one.tried_at !== null && (
                    <span className="sub">
                      {t('delivery.lastTry')} <When at={one.tried_at} />
                    </span>
                  )}
                </td>
                <td>
                  {one.status ?? '–'} · {one.ms ?? '–'} ms
                  {one.error !== null && <span className="sub">{printable(one.error)}</span>}
                </td>
                <td className="act">
                  {one.kind === 'entries' && one.state !== 'sending' && (
                    <Button size="compact-sm" variant="default" onClick={() => onAgain(one.id)}>
                      {t('delivery.post')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {log.hasNextPage && (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('advisories.more')}
        </Button>
      )}
    </section>
  );
}
