import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HubError } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { signInRoute } from '../routes.ts';
import { useTitle } from '../shell/title.ts';
import { giveCode, signIn, useMe, whyEnded } from './session.ts';

/** Only to a place of this console: `to` comes from an address that anybody may have made. As browsers read it, not by its letters. */
function inside(to = '/feed'): string {
  const { origin } = globalThis.location;
  const place = to.startsWith('/') && URL.canParse(to, origin) ? new URL(to, origin) : undefined;
  if (place?.origin !== origin || place.pathname.startsWith('/sign-in')) return '/feed';
  return place.pathname + place.search + place.hash;
}

/** E-mail and password, then a code where a second factor is set up. Both may be pasted. */
export function SignIn() {
  const { t } = useTranslation();
  const { to, email: known, from } = signInRoute.useSearch();
  const navigate = useNavigate();
  const { data: me } = useMe();
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const why = whyEnded();

  useTitle(t('signIn.title'));
  useEffect(() => {
    if (me) void navigate({ href: inside(to), replace: true });
  }, [me, to, navigate]);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const work = async () => {
      if (step === 'code') return giveCode(text('code').replaceAll(/\s/g, ''));
      const { mfa } = await signIn(text('email'), text('password'));
      if (mfa) setStep('code');
    };
    setBusy(true);
    setError(undefined);
    work()
      .catch((failure: unknown) => {
        setError(failure);
        if (failure instanceof HubError && failure.code === 'session_expired') setStep('password');
      })
      .finally(() => setBusy(false));
  };

  const back = () => {
    setError(undefined);
    setStep('password');
  };

  return (
    <form onSubmit={submit}>
      <h1>{t(step === 'code' ? 'signIn.second' : 'signIn.title')}</h1>
      {why !== undefined && step === 'password' && (
        <Alert color="yellow" variant="light" role="status">
          {t('signIn.ended')}
        </Alert>
      )}
      {(from === 'join' || from === 'reset') && step === 'password' && (
        <Alert color="green" variant="light" role="status">
          {t(from === 'join' ? 'signIn.joined' : 'signIn.newPassword')}
        </Alert>
      )}
      <Failure error={error} />
      {step === 'code' ? (
        <TextInput
          key="code"
          name="code"
          label={t('signIn.code')}
          description={t('signIn.codeHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          data-autofocus
          autoFocus
        />
      ) : (
        <>
          <TextInput
            name="email"
            type="email"
            label={t('signIn.email')}
            autoComplete="username"
            defaultValue={known}
            required
            autoFocus
          />
          <PasswordInput
            name="password"
            label={t('signIn.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            required
          />
        </>
      )}
      <Button type="submit" size="md" loading={busy}>
        {t(step === 'code' ? 'signIn.confirm' : 'signIn.enter')}
      </Button>
      {step === 'password' ? (
        <p className="muted hint">{t('signIn.noAccount')}</p>
      ) : (
        <Button variant="subtle" size="xs" onClick={back}>
          {t('signIn.back')}
        </Button>
      )}
    </form>
  );
}
