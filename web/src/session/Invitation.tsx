import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HubError, printable } from 'tocsin';
import type { Role } from '../admin/api.ts';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { useTitle } from '../shell/title.ts';

interface Promised {
  organisation: string;
  email: string;
  role: Role;
}

/** A one-time link: to join, or to set a new password. Its secret is behind the `#`, which no server sees. */
export function Invitation({ purpose }: { purpose: 'join' | 'reset' }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token] = useState(() => globalThis.location.hash.slice(1));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  useTitle(t(`invitation.${purpose}`));
  // a link that is over is told before one has thought of a password
  const promised = useQuery({
    queryKey: ['invitation', token],
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => hub.rest.post<Promised>('/api/v1/invitations/look', { token }, { repeatable: true }),
  });

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const name = text('name').trim();
    const body = { token, password: text('password'), ...(name !== '' && { name }) };
    setBusy(true);
    setError(undefined);
    hub.rest
      .post<{ email: string }>('/api/v1/invitations/accept', body)
      .then(({ email }) => navigate({ to: '/sign-in', search: { email, from: purpose } }))
      .catch(setError)
      .finally(() => setBusy(false));
  };

  return (
    <form onSubmit={submit}>
      <h1>{t(`invitation.${purpose}`)}</h1>
      {token === '' && (
        <Alert color="yellow" variant="light" role="alert">
          {t('invitation.broken')}
        </Alert>
      )}
      {promised.data && (
        <p>
          {t(`invitation.${purpose}To`, {
            organisation: printable(promised.data.organisation),
            email: promised.data.email,
            role: t(`role.${promised.data.role}`),
          })}
        </p>
      )}
      <Failure error={promised.error ?? error} />
      {purpose === 'join' && (
        <TextInput name="name" label={t('invitation.name')} autoComplete="name" required autoFocus />
      )}
      <PasswordInput
        name="password"
        label={t('invitation.password')}
        description={t('invitation.hint')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        required
      />
      <Button
        type="submit"
        size="md"
        loading={busy}
        disabled={token === '' || (promised.error instanceof HubError && promised.error.code === 'gone')}
      >
        {t(`invitation.${purpose}Do`)}
      </Button>
    </form>
  );
}
