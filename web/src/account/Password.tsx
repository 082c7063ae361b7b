import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { queries } from '../queries.ts';
import { usePerson } from '../session/session.ts';

/** One's own password; a change ends all other sessions. */
export function Password() {
  const { t } = useTranslation();
  const { person } = usePerson();
  const change = useMutation({
    mutationFn: (body: { current: string; password: string }) => send('POST', '/api/v1/me/password', body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = textsOf(form);
    change.mutate({ current: text('current'), password: text('password') }, { onSuccess: () => form.reset() });
  };
  const show = { 'aria-label': t('signIn.show') };
  return (
    <form className="card fields" onSubmit={submit} aria-label={t('password.title')}>
      <h2 className="small">{t('password.title')}</h2>
      <input type="text" name="username" autoComplete="username" value={person?.email} readOnly hidden />
      <div className="pair even">
        <PasswordInput
          name="current"
          label={t('password.current')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={show}
        />
        <PasswordInput
          name="password"
          label={t('invitation.password')}
          description={t('invitation.hint')}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={show}
        />
      </div>
      <div className="cluster">
        <Button type="submit" variant="default" loading={change.isPending}>
          {t('password.change')}
        </Button>
        {change.isSuccess && (
          <span className="tag" data-tone="good" role="status">
            {t('password.changed')}
          </span>
        )}
      </div>
      <Failure error={change.error} />
    </form>
  );
}
