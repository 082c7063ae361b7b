import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { Preview } from '../searches/Preview.tsx';
import { useDeed, type Webhook } from './api.ts';

const CEILINGS = ['amber+strict', 'amber', 'green', 'clear'] as const;

/** Where to, what of it, how far, from when on; and how much that would have been. `asked`: the filter that it begins with. */
export function NewWebhook({
  asked = '',
  onMade,
  onClose,
}: {
  asked?: string;
  onMade: (hook: Webhook & { secret: string }) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(asked);
  const [calm] = useDebouncedValue(filter.trim(), 400);
  const make = useDeed(
    (body: object) => hub.rest.post<Webhook & { secret: string }>('/api/v1/webhooks', body),
    'webhooks',
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const body = {
      name: text('name'),
      url: text('url').trim(),
      filter: filter.trim(),
      ceiling: text('ceiling'),
      after: text('after'),
    };
    make.mutate(body, { onSuccess: onMade });
  };
  return (
    <Modal opened onClose={onClose} title={t('webhooks.make')} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form className="fields" onSubmit={submit}>
        <TextInput name="name" label={t('webhooks.name')} maxLength={100} required data-autofocus />
        <TextInput
          name="url"
          type="url"
          label={t('webhooks.url')}
          description={t('webhooks.urlHint')}
          placeholder="https://soar.cert-a.example/tocsin"
          required
        />
        <TextInput
          label={t('webhooks.filter')}
          description={t('webhooks.filterHint')}
          placeholder="type:domain confidence>=70"
          classNames={{ input: 'mono' }}
          maxLength={512}
          spellCheck={false}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <div className="reach" role="status">
          <Preview q={calm} />
        </div>
        <div className="pair even">
          <NativeSelect
            name="ceiling"
            label={t('webhooks.ceiling')}
            data={CEILINGS.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
          />
          <NativeSelect
            name="after"
            label={t('webhooks.after')}
            data={(['now', 'beginning'] as const).map((value) => ({ value, label: t(`webhooks.${value}`) }))}
          />
        </div>
        <Failure error={make.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {t('webhooks.makeDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
