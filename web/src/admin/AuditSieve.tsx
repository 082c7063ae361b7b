import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../session/session.ts';
import { type Colleague, isOfAlliance, useItems } from './api.ts';
import { ACTIONS } from './actions.ts';
import { auditRoute } from './addresses.ts';

/** Narrows the records; all of it is in the address. */
export function AuditSieve() {
  const { t } = useTranslation();
  const me = usePerson();
  const navigate = useNavigate();
  const asked = auditRoute.useSearch();
  const { data: people } = useItems<Colleague>(
    ['people', isOfAlliance(me) ? 'all' : me.organisation.id],
    '/api/v1/people',
  );
  const go = (change: typeof asked) =>
    void navigate({ to: '/audit', search: { ...asked, ...change }, replace: true, resetScroll: false });
  return (
    <div className="card sieve" role="search" aria-label={t('audit.sieve')}>
      <NativeSelect
        label={t('audit.action')}
        value={asked.action ?? ''}
        onChange={(event) => go({ action: event.currentTarget.value })}
        data={[
          { value: '', label: t('audit.any') },
          ...ACTIONS.map((value) => ({ value, label: t(`audited.${value.replace('.', '')}` as never) })),
        ]}
      />
      <NativeSelect
        label={t('audit.who')}
        value={asked.person ?? ''}
        onChange={(event) => go({ person: event.currentTarget.value })}
        data={[
          { value: '', label: t('audit.anybody') },
          ...(people ?? []).map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
        ]}
      />
      <TextInput
        type="date"
        label={t('audit.since')}
        value={asked.since ?? ''}
        onChange={(event) => go({ since: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('audit.until')}
        value={asked.until ?? ''}
        onChange={(event) => go({ until: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('audit.order')}
        value={asked.order ?? 'newest'}
        onChange={(event) => go({ order: event.currentTarget.value })}
        data={(['newest', 'oldest'] as const).map((value) => ({ value, label: t(`audit.${value}`) }))}
      />
      <Button
        variant="default"
        onClick={() => void navigate({ to: '/audit', search: {}, replace: true, resetScroll: false })}
      >
        {t('admin.clear')}
      </Button>
    </div>
  );
}
