import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { against, textsOf } from '../parts/form.ts';
import { Preview } from '../searches/Preview.tsx';
import { patch, useDeed, type Webhook } from './api.ts';

const CEILINGS = ['amber+strict', 'amber', 'green', 'clear'] as const;

interface FormProps<Done> {
  onDone: (hook: Done) => void;
  onClose: () => void;
}

/** One that there is not yet. `asked`: the filter that it begins with. */
export function NewWebhook({
  asked = '',
  onDone,
  onClose,
}: FormProps<Webhook & { secret: string }> & { asked?: string }) {
  const make = useDeed(
    (body: object) => hub.rest.post<Webhook & { secret: string }>('/api/v1/webhooks', body),
    'webhooks',
  );
  return (
    <WebhookForm
      asked={asked}
      error={make.error}
      onForget={make.reset}
      isPending={make.isPending}
      onSaid={(said) => make.mutate(said, { onSuccess: onDone })}
      onClose={onClose}
    />
  );
}

/** One that there is: what is said otherwise is changed, and nothing that a colleague changed meanwhile. */
export function ChangeWebhook({ hook, onDone, onClose }: FormProps<Webhook> & { hook: Webhook }) {
  const [before] = useState(hook); // it is read anew all the time
  const change = useDeed(
    (body: object) => patch<Webhook>(`/api/v1/webhooks/${before.id}`, body),
    'webhooks',
    'deliveries',
  );
  const save = (said: Said) => {
    const fields = (['name', 'url', 'filter', 'ceiling'] as const).filter((field) => said[field] !== before[field]);
    change.mutate(Object.fromEntries(fields.map((field) => [field, said[field]])), { onSuccess: onDone });
  };
  return (
    <WebhookForm
      hook={before}
      asked={before.filter}
      error={change.error}
      onForget={change.reset}
      isPending={change.isPending}
      onSaid={save}
      onClose={onClose}
    />
  );
}

type Said = Record<'name' | 'url' | 'filter' | 'ceiling' | 'after', string>;

interface SharedProps {
  hook?: Webhook;
  asked: string;
  error: unknown;
  /** Something else is said than what the error was about. */
  onForget: () => void;
  isPending: boolean;
  onSaid: (said: Said) => void;
  onClose: () => void;
}

/** Where to, what of it, how far, of a new one from when on; and how much that would have been. */
function WebhookForm({ hook, asked, error, onForget, isPending, onSaid, onClose }: SharedProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(asked);
  const [calm] = useDebouncedValue(filter.trim(), 400);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    onSaid({
      name: text('name'),
      url: text('url').trim(),
      filter: filter.trim(),
      ceiling: text('ceiling'),
      after: text('after'),
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(hook ? 'webhooks.change' : 'webhooks.make')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit} onInput={onForget}>
        <TextInput
          name="name"
          label={t('webhooks.name')}
          error={against(error, 'name')}
          defaultValue={hook?.name}
          maxLength={100}
          required
          data-autofocus
        />
        <TextInput
          name="url"
          type="url"
          label={t('webhooks.url')}
          error={against(error, 'url')}
          description={t('webhooks.urlHint')}
          placeholder="https://soar.cert-a.example/tocsin"
          defaultValue={hook?.url}
          required
        />
        <TextInput
          label={t('webhooks.filter')}
          error={against(error, 'filter')}
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
            defaultValue={hook?.ceiling}
            data={CEILINGS.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
          />
          {!hook && (
            <NativeSelect
              name="after"
              label={t('webhooks.after')}
              data={(['now', 'beginning'] as const).map((value) => ({ value, label: t(`webhooks.${value}`) }))}
            />
          )}
        </div>
        {hook && <p className="hint muted">{t('webhooks.changeThen')}</p>}
        <Failure error={error} marked={['name', 'url', 'filter']} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {t(hook ? 'admin.save' : 'webhooks.makeDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
