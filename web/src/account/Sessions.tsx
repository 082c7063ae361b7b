import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hub, send } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { queries } from '../queries.ts';
import { browserOf } from './browser.ts';

interface Session {
  id: string;
  current: boolean;
  created_at: string;
  seen_at: string;
  address: string | null;
  user_agent: string;
}

/** Where one is signed in; any of it can be ended. */
export function Sessions() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => (await hub.rest.get<{ items: Session[] }>('/api/v1/me/sessions')).items,
  });
  const end = useMutation({
    mutationFn: (id: string) => send('DELETE', `/api/v1/me/sessions/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <section className="card" aria-label={t('sessions.title')}>
      <h2>{t('sessions.title')}</h2>
      <Failure error={error ?? end.error} />
      <Waiting until={data ?? error} />
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('sessions.browser')}</th>
              <th scope="col">{t('sessions.address')}</th>
              <th scope="col">{t('sessions.seen')}</th>
              <th scope="col">
                <span className="sr">{t('sessions.end')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data?.map((session) => (
              <tr key={session.id}>
                <td title={session.user_agent}>{browserOf(session.user_agent) || '–'}</td>
                <td className="mono nowrap">{session.address ?? '–'}</td>
                <td>
                  <When at={session.seen_at} />
                </td>
                <td>
                  {session.current ? (
                    <span className="tag" data-tone="good">
                      {t('sessions.current')}
                    </span>
                  ) : (
                    <Button size="compact-sm" variant="default" onClick={() => end.mutate(session.id)}>
                      {t('sessions.end')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
