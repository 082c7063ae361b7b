import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SigningKey } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { Line } from '../parts/Line.tsx';
import { tell } from '../parts/tell.ts';
import { shortOf, useDeed } from './api.ts';

/** One that the hub keeps, or the public half of one’s own with the proof that it is. */
export function NewSigningKey({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [keeper, setKeeper] = useState<'hub' | 'member'>('hub');
  const [unread, setUnread] = useState(false);
  const make = useDeed((body: object) => hub.rest.post<SigningKey>('/api/v1/signing-keys', body), 'signing-keys');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = keeper === 'hub' ? { kept_by: 'hub' } : registrationOf(textsOf(event.currentTarget)('registration'));
    setUnread(!body);
    if (!body) return;
    make.mutate(body, {
      onSuccess: ({ id }) => {
        tell(t('signing.made', { key: shortOf(id) }));
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('signing.make')} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form className="fields" onSubmit={submit}>
        <NativeSelect
          label={t('signing.how')}
          value={keeper}
          onChange={(event) => setKeeper(event.currentTarget.value as typeof keeper)}
          data={(['hub', 'member'] as const).map((value) => ({ value, label: t(`signing.${value}Long`) }))}
          data-autofocus
        />
        {keeper === 'member' && (
          <>
            <Line title={t('signing.command')} text="tocsin advisory key --new org.pem > registration.json">
              {t('signing.commandHint')}
            </Line>
            <Textarea
              name="registration"
              label={t('signing.registration')}
              rows={5}
              classNames={{ input: 'mono' }}
              spellCheck={false}
              error={unread && t('signing.unread')}
              required
            />
          </>
        )}
        {replaces && <p className="hint muted">{t('signing.takesPlace')}</p>}
        <Failure error={make.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {t(keeper === 'hub' ? 'signing.makeDo' : 'signing.registerDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the command line writes; undefined for anything else. */
function registrationOf(text: string): object | undefined {
  try {
    const { public_key, proof } = JSON.parse(text) as Record<string, unknown>;
    return typeof public_key === 'string' && typeof proof === 'string'
      ? { kept_by: 'member', public_key, proof }
      : undefined;
  } catch {
    return undefined;
  }
}
