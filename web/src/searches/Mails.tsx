import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SearchMail } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { queries } from '../queries.ts';

const TONES: Partial<Record<SearchMail['state'], string>> = { sent: 'good', failed: 'bad', unknown: 'warn' };

/** What one was mailed of a search, and what became of it: nothing fails in silence. */
export function Mails({ id }: { id: string }) {
  const { t } = useTranslation();
  const key = ['mails', id];
  const log = useQuery({ queryKey: key, queryFn: () => hub.searches.mails(id), refetchInterval: 5_000 });
  const onSettled = () => queries.invalidateQueries({ queryKey: key });
  const test = useMutation({ mutationFn: () => hub.searches.test(id), onSettled });
  const again = useMutation({ mutationFn: (mail: string) => hub.searches.again(id, mail), onSettled });
  return (
    <details className="mails">
      <summary>{t('mails.title', { count: log.data?.length ?? 0 })}</summary>
      <Failure error={log.error ?? test.error ?? again.error} />
      {log.data && log.data.length > 0 && (
        <div className="scroll-x">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('mails.due')}</th>
                <th scope="col">{t('mails.state')}</th>
                <th scope="col">{t('mails.error')}</th>
                <th scope="col">
                  <span className="sr">{t('mails.again')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {log.data.map((mail) => (
                <tr key={mail.id}>
                  <td>
                    <When at={mail.due_at} />
                  </td>
                  <td>
                    <span className="tag" data-tone={TONES[mail.state]}>
                      {t(`mails.states.${mail.state}`)}
                    </span>{' '}
                    {mail.test && t('mails.test')}
                  </td>
                  <td className="mono">{mail.error ?? '–'}</td>
                  <td>
                    {(mail.state === 'failed' || mail.state === 'unknown') && (
                      <Button size="compact-sm" variant="default" onClick={() => again.mutate(mail.id)}>
                        {t('mails.again')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        {t('mails.doTest')}
      </Button>
    </details>
  );
}
