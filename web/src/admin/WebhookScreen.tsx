import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { hub, send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Tlp } from '../parts/Tlp.tsx';
import { Unshown } from '../parts/Unshown.tsx';
import { tell } from '../parts/tell.ts';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useTitle } from '../shell/title.ts';
import { refresh, useDeed, type Webhook } from './api.ts';
import { Deliveries } from './Deliveries.tsx';
import { MadeSecret } from './MadeSecret.tsx';
import { webhookRoute } from './addresses.ts';
import { ChangeWebhook } from './WebhookForm.tsx';
import { WebhookState } from './WebhookState.tsx';

/** One webhook: how it does, what was posted to it, and all that can be done about it. */
export function WebhookScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = webhookRoute.useParams();
  const path = `/api/v1/webhooks/${encodeURIComponent(id)}`;
  const [asking, setAsking] = useState<'change' | 'rotate' | 'remove'>();
  const close = () => setAsking(undefined);
  const { data: hook, error } = useQuery({
    queryKey: ['webhooks', id],
    queryFn: () => hub.rest.get<Webhook>(path),
    refetchInterval: ({ state }) => (state.data?.state === 'retrying' ? 1_000 : 5_000),
  });
  const test = useDeed(
    () => hub.rest.post<{ status: number | null; ms: number; error: string | null }>(`${path}/test`, undefined),
    'deliveries',
    'webhooks',
  );
  const goOn = useDeed((body: object) => hub.rest.post(`${path}/replay`, body), 'webhooks', 'deliveries');
  const pause = useDeed(() => hub.rest.post(`${path}/pause`, undefined), 'webhooks');
  const rotate = useDeed(() => hub.rest.post<{ secret: string }>(`${path}/secret`, undefined));
  useTitle(hook?.name ?? t('place.webhooks'));
  if (error && !hook) return <Unshown error={error} />;
  if (!hook)
    return (
      <div className="page stack">
        <Waiting until={undefined} />
      </div>
    );
  const { name, url, filter, state } = hook;
  const isResting = state === 'paused' || state === 'failing';
  const remove = async () => {
    await send('DELETE', path);
    await navigate({ to: '/webhooks' });
    await refresh('webhooks');
    tell(t('webhooks.removed', { name }));
  };
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{printable(name)}</h1>
        <WebhookState hook={hook} />
      </div>
      <section className="card" aria-label={t('webhooks.about')}>
        <h2>{t('webhooks.about')}</h2>
        <dl className="facts">
          <dt>{t('webhooks.url')}</dt>
          <dd className="mono">{printable(url)}</dd>
          <dt>{t('webhooks.filter')}</dt>
          <dd className="mono">{filter === '' ? t('webhooks.all') : printable(filter)}</dd>
          <dt>{t('webhooks.ceiling')}</dt>
          <dd>
            <Tlp label={hook.ceiling} />
          </dd>
          {hook.error !== null && (
            <>
              <dt>{t('webhooks.error')}</dt>
              <dd>{printable(hook.error)}</dd>
            </>
          )}
          {hook.failing_since !== null && (
            <>
              <dt>{t('webhooks.since')}</dt>
              <dd>
                <When at={hook.failing_since} />
              </dd>
            </>
          )}
          {hook.next_try_at !== null && (
            <>
              <dt>{t('webhooks.next')}</dt>
              <dd>
                <When at={hook.next_try_at} />
              </dd>
            </>
          )}
        </dl>
      </section>
      <div className="cluster">
        <Button onClick={() => test.mutate(undefined)} loading={test.isPending}>
          {t('webhooks.test')}
        </Button>
        {isResting ? (
          <Button variant="default" onClick={() => goOn.mutate({})} loading={goOn.isPending}>
            {t('webhooks.goOn')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => pause.mutate(undefined)} loading={pause.isPending}>
            {t('webhooks.pause')}
          </Button>
        )}
        <Button variant="default" onClick={() => setAsking('change')}>
          {t('webhooks.change')}
        </Button>
        <Button variant="default" onClick={() => setAsking('rotate')}>
          {t('webhooks.rotate')}
        </Button>
        <Button variant="default" onClick={() => setAsking('remove')}>
          {t('webhooks.remove')}
        </Button>
      </div>
      <div role="status">
        {test.data && (
          <span className="tag" data-tone={test.data.error === null ? 'good' : 'bad'}>
            {test.data.error === null
              ? t('webhooks.tested', { status: test.data.status, ms: test.data.ms })
              : t('webhooks.untested', { error: test.data.error })}
          </span>
        )}
      </div>
      <Failure error={test.error ?? goOn.error ?? pause.error} />
      {rotate.data && <MadeSecret name={name} secret={rotate.data.secret} onClose={rotate.reset} />}
      <Deliveries id={id} onAgain={(delivery) => goOn.mutate({ delivery })} />
      {asking === 'change' && (
        <ChangeWebhook
          hook={hook}
          onDone={({ name: now }) => {
            close();
            tell(t('webhooks.changed', { name: now }));
          }}
          onClose={close}
        />
      )}
      {asking === 'rotate' && (
        <Ask
          title={t('webhooks.rotateAsk', { name })}
          action={t('webhooks.rotate')}
          deed={() => rotate.mutateAsync(undefined)}
          onClose={close}
        >
          <p className="said">{t('webhooks.rotateThen')}</p>
        </Ask>
      )}
      {asking === 'remove' && (
        <Ask
          title={t('webhooks.removeAsk', { name })}
          action={t('webhooks.remove')}
          isFinal
          deed={remove}
          onClose={close}
        >
          <p className="said">{t('webhooks.removeThen')}</p>
        </Ask>
      )}
    </div>
  );
}
