import { Button, Modal, TextInput } from '@mantine/core';
import { type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeed } from '../admin/api.ts';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { Audience } from '../submit/Audience.tsx';
import { specOf, useWhom } from '../submit/whom.ts';
import { LABELS } from './source.ts';

/** Where a CSAF provider is, by which key its documents must be signed, and how far they go at most. */
export function NewProvider({ path, onClose }: { path: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { tlp, choice, label, setChoice } = useWhom();
  const audience = specOf(choice);
  const add = useDeed((body: object) => hub.rest.post(path, body), 'providers');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const body = {
      url: text('url').trim(),
      fingerprint: text('fingerprint').replaceAll(/\s/g, ''),
      tlp,
      audience,
    };
    add.mutate(body, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('providers.add')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit}>
        <TextInput
          name="url"
          label={t('sources.url')}
          description={t('providers.urlHint')}
          placeholder="https://psirt.vendor.example/.well-known/csaf/provider-metadata.json"
          required
          data-autofocus
        />
        <TextInput
          name="fingerprint"
          label={t('providers.fingerprint')}
          description={t('providers.fingerprintHint')}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          pattern="[0-9A-Fa-f\s]{40,60}"
          required
        />
        <Audience tlp={tlp} choice={choice} tlps={LABELS} onTlp={label} onChoice={setChoice} />
        <Failure error={add.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={tlp === '' || audience === undefined}>
            {t('sources.addDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
