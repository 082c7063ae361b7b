import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Tlp } from '../parts/Tlp.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { webhooksRoute } from '../routes.ts';
import { useTitle } from '../shell/title.ts';
import { useItems, type Webhook } from './api.ts';
import { MadeSecret } from './MadeSecret.tsx';
import { NewWebhook } from './WebhookForm.tsx';
import { WebhookState } from './WebhookState.tsx';

/** Servers of one's own that the feed is posted to. */
export function WebhooksScreen() {
  const { t } = useTranslation();
  const { filter } = webhooksRoute.useSearch(); // of a saved search, to be posted
  const [making, setMaking] = useState(filter !== undefined);
  const [made, setMade] = useState<Webhook & { secret: string }>();
  useTitle(t('place.webhooks'));
  const { data: hooks, error } = useItems<Webhook>(['webhooks'], '/api/v1/webhooks');
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.webhooks')}</h1>
        <Button onClick={() => setMaking(true)}>{t('webhooks.make')}</Button>
      </div>
      <Failure error={error} />
      <Waiting until={hooks ?? error} />
      {made && <MadeSecret name={made.name} secret={made.secret} onClose={() => setMade(undefined)} />}
      {hooks?.length === 0 && (
        <Empty icon="webhooks" title={t('webhooks.none')} why={t('webhooks.noneWhy')}>
          <Button variant="default" onClick={() => setMaking(true)}>
            {t('webhooks.make')}
          </Button>
        </Empty>
      )}
      {hooks !== undefined && hooks.length > 0 && (
        <div className="card scroll-x">
          <table className="table" aria-label={t('place.webhooks')}>
            <thead>
              <tr>
                <th scope="col">{t('webhooks.name')}</th>
                <th scope="col">{t('webhooks.filter')}</th>
                <th scope="col">{t('webhooks.ceiling')}</th>
                <th scope="col">{t('admin.status')}</th>
              </tr>
            </thead>
            <tbody>
              {hooks.map((hook) => (
                <tr key={hook.id}>
                  <td>
                    <Link to="/webhooks/$id" params={{ id: hook.id }}>
                      {printable(hook.name)}
                    </Link>
                    <span className="sub mono">{printable(hook.url)}</span>
                  </td>
                  <td className="mono">
                    {hook.filter === '' ? <span className="muted">{t('webhooks.all')}</span> : printable(hook.filter)}
                  </td>
                  <td>
                    <Tlp label={hook.ceiling} />
                  </td>
                  <td>
                    <WebhookState hook={hook} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {making && (
        <NewWebhook
          asked={filter}
          onDone={(hook) => {
            setMaking(false);
            setMade(hook);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}
