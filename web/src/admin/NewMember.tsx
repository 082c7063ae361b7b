import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { against, textsOf } from '../parts/form.ts';
import { type Member, useDeed } from './api.ts';

export const TYPES = [
  'national-cert',
  'government-cert',
  'military-cert',
  'sector-cert',
  'secretariat',
  'partner',
] as const;

export const blocsOf = (text: string): string[] => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
  ),
];

/** Proposes an organisation; it is admitted on its own page, which opens. */
export function NewMember({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const propose = useDeed((body: object) => hub.rest.post<Member>('/api/v1/organisations', body), 'organisations');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const body = {
      name: text('name'),
      short_name: text('short_name').trim(),
      country: text('country').trim().toUpperCase(),
      type: text('type'),
      blocs: blocsOf(text('blocs')),
    };
    propose.mutate(body, { onSuccess: ({ id }) => void navigate({ to: '/members/$id', params: { id } }) });
  };
  return (
    <Modal opened onClose={onClose} title={t('members.propose')} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form className="fields" onSubmit={submit} onInput={propose.reset}>
        <p className="muted hint">{t('members.proposeWhy')}</p>
        <TextInput
          name="name"
          label={t('members.name')}
          placeholder="CERT Estonia"
          error={against(propose.error, 'name')}
          required
          data-autofocus
        />
        <div className="pair">
          <TextInput
            name="short_name"
            label={t('members.short')}
            description={t('members.shortHint')}
            placeholder="cert-ee"
            error={against(propose.error, 'short_name')}
            required
          />
          <TextInput
            name="country"
            label={t('members.country')}
            description={t('members.countryHint')}
            placeholder="EST"
            error={against(propose.error, 'country')}
            maxLength={3}
            required
          />
        </div>
        <div className="pair even">
          <NativeSelect
            name="type"
            label={t('members.type')}
            data={TYPES.map((value) => ({ value, label: t(`organisationType.${value}`) }))}
          />
          <TextInput
            name="blocs"
            label={t('members.blocs')}
            placeholder="EU, NATO"
            error={against(propose.error, 'blocs')}
          />
        </div>
        <Failure error={propose.error} marked={['name', 'short_name', 'country', 'blocs']} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={propose.isPending}>
            {t('members.proposeDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
