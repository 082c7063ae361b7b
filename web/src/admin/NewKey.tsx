import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { against, textsOf } from '../parts/form.ts';
import { type Scope, SCOPES, type ShownKey, useDeed } from './api.ts';

const DAYS = ['30', '90', '365', ''] as const;
const MAY: Record<'member' | 'constituent', readonly Scope[]> = { member: SCOPES, constituent: ['read', 'feed'] };
const CEILINGS: Record<'member' | 'constituent', readonly Tlp[]> = {
  member: ['amber+strict', 'amber', 'green', 'clear'],
  constituent: ['amber', 'green', 'clear'],
};

/** What a new key may do, how far it sees, from where, and for how long. */
export function NewKey({ onMade, onClose }: { onMade: (key: ShownKey) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'member' | 'constituent'>('member');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read', 'feed']);
  const make = useDeed((body: object) => hub.rest.post<ShownKey>('/api/v1/keys', body), 'keys');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const days = text('days');
    const body = {
      name: text('name'),
      kind,
      scopes: scopes.filter((scope) => MAY[kind].includes(scope)),
      ceiling: text('ceiling'),
      cidrs: text('cidrs')
        .split(/[\s,;]+/)
        .filter(Boolean),
      ...(days !== '' && { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
    };
    make.mutate(body, { onSuccess: onMade });
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.make')} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form className="fields" onSubmit={submit}>
        <TextInput
          name="name"
          label={t('keys.name')}
          description={t('keys.nameHint')}
          error={against(make.error, 'name')}
          maxLength={100}
          required
          data-autofocus
        />
        <NativeSelect
          label={t('keys.for')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
          data={(['member', 'constituent'] as const).map((value) => ({ value, label: t(`keys.${value}Long`) }))}
        />
        <fieldset className="plain">
          <legend>{t('keys.scopes')}</legend>
          <div className="fields">
            {MAY[kind].map((scope) => (
              <Checkbox
                key={scope}
                label={t(`scope.${scope}`)}
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(
                    event.currentTarget.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
        <div className="pair even">
          <NativeSelect
            key={kind}
            name="ceiling"
            label={t('keys.ceiling')}
            data={CEILINGS[kind].map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
          />
          <NativeSelect
            name="days"
            label={t('keys.expires')}
            defaultValue="365"
            data={DAYS.map((value) => ({
              value,
              label: value === '' ? t('admin.never') : t('keys.days', { count: Number(value) }),
            }))}
          />
        </div>
        <Textarea
          name="cidrs"
          label={t('keys.cidrs')}
          description={t('keys.cidrsHint')}
          error={against(make.error, 'cidrs')}
          rows={2}
        />
        <Failure error={make.error} marked={['name', 'cidrs']} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
            {t('keys.makeDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
