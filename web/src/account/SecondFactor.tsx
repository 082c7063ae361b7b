import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub, send } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { Line } from '../parts/Line.tsx';
import { queries } from '../queries.ts';
import { usePerson } from '../session/session.ts';
import { QrCode } from './QrCode.tsx';

interface Secret {
  secret: string;
  uri: string;
}

/** Sets one-time codes up, confirms them, and takes them away again. */
export function SecondFactor() {
  const { t } = useTranslation();
  const { person } = usePerson();
  const [secret, setSecret] = useState<Secret>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isOn = person?.second_factor === true;

  const work =
    (deed: (text: (name: string) => string) => Promise<unknown>) => (event: SubmitEvent<HTMLFormElement>) => {
      event.preventDefault();
      const form = event.currentTarget;
      setBusy(true);
      setError(undefined);
      deed(textsOf(form))
        .then(() => form.reset())
        .catch(setError)
        .finally(() => setBusy(false));
    };
  const refresh = async () => {
    setSecret(undefined);
    await Promise.all(['me', 'sessions'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  const begin = work(async (text) =>
    setSecret(await hub.rest.post<Secret>('/api/v1/me/totp', { password: text('password') })),
  );
  const confirm = work(async (text) => {
    await send('POST', '/api/v1/me/totp/confirm', { code: codeOf(text) });
    await refresh();
  });
  const remove = work(async (text) => {
    await send('POST', '/api/v1/me/totp/disable', { password: text('password'), code: codeOf(text) });
    await refresh();
  });
  return (
    <section className="card fields" aria-label={t('factor.title')}>
      <div className="cluster between">
        <h2 className="small">{t('factor.title')}</h2>
        <span className="tag" data-tone={isOn ? 'good' : 'warn'} role="status">
          {t(isOn ? 'factor.on' : 'factor.off')}
        </span>
      </div>
      <p className="hint muted">{t(isOn ? 'factor.lost' : 'factor.why')}</p>
      {isOn ? (
        <form className="fields" onSubmit={remove} aria-label={t('factor.remove')}>
          <div className="pair even">
            <Password />
            <Code />
          </div>
          <div>
            <Button type="submit" variant="default" loading={busy}>
              {t('factor.remove')}
            </Button>
          </div>
        </form>
      ) : secret ? (
        <form className="fields" onSubmit={confirm} aria-label={t('factor.confirm')}>
          <div className="enrol">
            <QrCode text={secret.uri} label={t('factor.qr')} />
            <div className="fields">
              <Line title={t('factor.secret')} text={secret.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}>
                {t('factor.secretHint')}
              </Line>
              <Code />
              <div>
                <Button type="submit" loading={busy}>
                  {t('factor.confirm')}
                </Button>
              </div>
            </div>
          </div>
        </form>
      ) : (
        <form className="fields" onSubmit={begin} aria-label={t('factor.begin')}>
          <Password />
          <div>
            <Button type="submit" variant="default" loading={busy}>
              {t('factor.begin')}
            </Button>
          </div>
        </form>
      )}
      <Failure error={error} />
    </section>
  );
}

const codeOf = (text: (name: string) => string): string => text('code').replaceAll(/\s/g, '');

function Password() {
  const { t } = useTranslation();
  return (
    <PasswordInput
      name="password"
      label={t('password.current')}
      autoComplete="current-password"
      required
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
    />
  );
}

function Code() {
  const { t } = useTranslation();
  return (
    <TextInput
      name="code"
      label={t('signIn.code')}
      description={t('signIn.codeHint')}
      inputMode="numeric"
      autoComplete="one-time-code"
      required
    />
  );
}
