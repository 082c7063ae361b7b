import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { send } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { type Invitation, useDeed } from './api.ts';

/** Links that nobody has used yet; each can be taken back. */
export function Invitations({
  invitations,
  error,
}: {
  invitations: readonly Invitation[] | undefined;
  error: unknown;
}) {
  const { t } = useTranslation();
  const cancel = useDeed((id: string) => send('DELETE', `/api/v1/invitations/${id}`), 'invitations');
  return (
    <section className="card scroll-x" aria-label={t('invitations.title')}>
      <h2>{t('invitations.title')}</h2>
      <Failure error={error ?? cancel.error} />
      <Waiting until={invitations ?? error} />
      {invitations?.length === 0 && <p className="muted hint">{t('invitations.none')}</p>}
      {invitations !== undefined && invitations.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('signIn.email')}</th>
              <th scope="col">{t('invitations.purpose')}</th>
              <th scope="col">{t('people.role')}</th>
              <th scope="col">{t('invitations.until')}</th>
              <th scope="col">
                <span className="sr">{t('admin.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.map(({ id, email, purpose, role, expires_at: until }) => (
              <tr key={id}>
                <td>{email}</td>
                <td>{t(`invitations.${purpose}`)}</td>
                <td>{t(`role.${role}`)}</td>
                <td>
                  <When at={until} />
                </td>
                <td className="act">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('invitations.cancelOf', { email })}
                    onClick={() => cancel.mutate(id)}
                  >
                    {t('invitations.cancel')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
