import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { hub } from '../hub.ts';
import { Icon } from '../parts/Icon.tsx';
import { prefer, usePreferences } from '../preferences.ts';
import { useSearches } from '../searches/queries.ts';
import { usePerson } from '../session/session.ts';
import { type Colleague, type Invitation, isOfAlliance, type Key, type Member, useItems, type Webhook } from './api.ts';
import { isInUse } from './KeysTable.tsx';

interface Step {
  readonly name: 'factor' | 'members' | 'colleague' | 'key' | 'search' | 'webhook' | 'indicators';
  readonly to: '/settings' | '/members' | '/people' | '/keys' | '/search' | '/webhooks' | '/submit';
  /** As the hub tells; undefined: not known yet. */
  readonly done: boolean | undefined;
}

/** What a new administrator does first, ticked by what the hub says; gone once all is done, or when put away. */
export function FirstRun() {
  const { settled } = usePreferences();
  return settled ? null : <Checklist />;
}

function Checklist() {
  const { t } = useTranslation();
  const steps = useSteps();
  const isKnown = steps.every(({ done }) => done !== undefined);
  const count = steps.filter(({ done }) => done).length;
  if (!isKnown || count === steps.length) return null;
  return (
    <section className="card welcome" aria-label={t('first.title')}>
      <div className="cluster between">
        <h2 className="grow small">{t('first.title')}</h2>
        <span className="muted">{t('first.count', { count, total: steps.length })}</span>
        <Button size="compact-sm" variant="default" onClick={() => prefer({ settled: true })}>
          {t('first.dismiss')}
        </Button>
      </div>
      <ul className="steps">
        {steps.map(({ name, to, done }) => (
          <li key={name} data-done={done}>
            <span className="mark">
              <Icon name="check" size={14} />
            </span>
            <span>
              <strong>
                {t(`first.${name}`)} {done && <span className="sr">({t('first.done')})</span>}
              </strong>
              {!done && <span className="muted hint">{t(`firstWhy.${name}`)}</span>}
            </span>
            {!done && (
              <Link to={to} search={name === 'indicators' ? { for: 'organisation' } : {}} className="go">
                {t(`firstGo.${name}`)}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function useSteps(): readonly Step[] {
  const me = usePerson();
  const { id, short_name: own } = me.organisation;
  const ofAlliance = isOfAlliance(me);
  const people = useItems<Colleague>(['people', id], '/api/v1/people', { query: { organisation_id: id } }).data;
  const links = useItems<Invitation>(['invitations'], '/api/v1/invitations').data;
  const keys = useItems<Key>(['keys'], '/api/v1/keys').data;
  const members = useItems<Member>(['organisations'], '/api/v1/organisations').data;
  const hooks = useItems<Webhook>(['webhooks'], '/api/v1/webhooks', { enabled: !ofAlliance }).data;
  const searches = useSearches().data;
  const { data: first } = useQuery({
    queryKey: ['search', 'first-run', own],
    queryFn: async () =>
      (
        await hub.rest.get<{ objects: StixObject[] }>('/api/v1/search', {
          query: { q: `type:indicator from:${own}`, limit: 1 },
        })
      ).objects,
  });
  const invited = links?.some((link) => link.organisation_id === id && link.purpose === 'join');
  return [
    { name: 'factor', to: '/settings', done: me.person?.second_factor },
    ...(ofAlliance ? [{ name: 'members', to: '/members', done: members && members.length > 1 } as const] : []),
    { name: 'colleague', to: '/people', done: people && (people.length > 1 || invited) },
    { name: 'key', to: '/keys', done: keys?.some(isInUse) },
    { name: 'search', to: '/search', done: searches && searches.length > 0 },
    ...(ofAlliance ? [] : [{ name: 'webhook', to: '/webhooks', done: hooks && hooks.length > 0 } as const]),
    { name: 'indicators', to: '/submit', done: first && first.length > 0 },
  ];
}
