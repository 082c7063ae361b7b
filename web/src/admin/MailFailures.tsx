import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { type Colleague, useItems } from './api.ts';

interface Failed {
  at: string;
  state: 'waiting' | 'failed' | 'unknown';
  person: string;
  tries: number;
  error: string;
}

/** Mails that did not surely arrive: whose and why, never what they were about. */
export function MailFailures() {
  const { t } = useTranslation();
  const { data: failures, error } = useItems<Failed>(['mail-failures'], '/api/v1/notices/failures');
  const { data: people } = useItems<Colleague>(['people', 'all'], '/api/v1/people');
  return (
    <section className="card scroll-x" aria-label={t('health.mails')}>
      <h2>{t('health.mails')}</h2>
      <Failure error={error} />
      <Waiting until={failures ?? error} />
      {failures?.length === 0 && <p className="muted hint">{t('health.noMails')}</p>}
      {failures !== undefined && failures.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('column.time')}</th>
              <th scope="col">{t('health.whose')}</th>
              <th scope="col">{t('admin.status')}</th>
              <th scope="col">{t('health.why')}</th>
            </tr>
          </thead>
          <tbody>
            {failures.map(({ at, state, person, tries, error: why }) => (
              <tr key={`${at} ${person}`}>
                <td>
                  <When at={at} />
                </td>
                <td>{people?.find(({ id }) => id === person)?.email ?? person.slice(0, 8)}</td>
                <td>
                  {t(`mail.${state}`)} <span className="sub">{t('health.tries', { count: tries })}</span>
                </td>
                <td>{printable(why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
