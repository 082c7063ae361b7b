import { Button, Modal, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, useDeed } from '../admin/api.ts';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { Audience } from '../submit/Audience.tsx';
import { choiceOf, specOf, useWhom } from '../submit/whom.ts';
import { KINDS, LABELS, pathOf, SCHEMES, type Scheme, type Source } from './source.ts';

const EVERY = [300, 900, 3_600, 21_600, 86_400];

interface FormProps {
  /** One that there is, to be changed: where it is may not change. */
  source?: Source;
  onDone: (source: Source) => unknown;
  onClose: () => void;
}

/** Where a source is, how the hub signs in there, and how far what comes from it goes at most. */
export function SourceForm({ source, onDone, onClose }: FormProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Source['kind']>('taxii');
  const [scheme, setScheme] = useState<Scheme | 'same'>(source ? 'same' : 'none');
  const [opened] = useState(source); // it is read anew all the time
  const before = opened && choiceOf(opened.audience);
  const { tlp, choice, label, setChoice } = useWhom(opened && before && { tlp: opened.tlp, choice: before });
  const audience = specOf(choice);
  const asksFloor = !opened || before !== undefined; // one that no choice can say stays as it is
  const isOther =
    !opened || tlp !== opened.tlp || JSON.stringify(audience) !== JSON.stringify(before && specOf(before));
  const save = useDeed(
    (body: object) =>
      source ? patch<Source>(pathOf(source.id), body) : hub.rest.post<Source>('/api/v1/sources', body),
    'sources',
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const common = {
      name: text('name'),
      every: Number(text('every')),
      ...(asksFloor && isOther && { tlp, audience }),
      ...(scheme !== 'same' && { auth: authOf(scheme, text) }),
    };
    const where = {
      kind,
      url: text('url').trim(),
      ...(text('collection') && { collection: text('collection').trim() }),
    };
    save.mutate(source ? common : { ...common, ...where }, { onSuccess: onDone });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={source ? t('sources.change') : t('sources.add')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit}>
        <TextInput
          name="name"
          label={t('sources.name')}
          defaultValue={source?.name ?? ''}
          maxLength={100}
          required
          data-autofocus
        />
        {!source && (
          <>
            <NativeSelect
              label={t('sources.what')}
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value as Source['kind'])}
              data={KINDS.map((value) => ({ value, label: t(`sources.kind.${value}`) }))}
            />
            <TextInput
              name="url"
              type="url"
              label={t('sources.url')}
              description={t(`sources.urlHint.${kind}`)}
              placeholder="https://"
              required
            />
            {kind === 'taxii' && (
              <TextInput
                name="collection"
                label={t('sources.collection')}
                description={t('sources.collectionHint')}
                classNames={{ input: 'mono' }}
                maxLength={300}
              />
            )}
          </>
        )}
        <div className="pair even">
          <NativeSelect
            label={t('sources.auth')}
            value={scheme}
            onChange={(event) => setScheme(event.currentTarget.value as Scheme)}
            data={[...(source ? (['same'] as const) : []), ...SCHEMES].map((value) => ({
              value,
              label: t(`sources.scheme.${value}`),
            }))}
          />
          <NativeSelect
            name="every"
            label={t('sources.every')}
            defaultValue={String(source?.every ?? 3_600)}
            data={[...new Set([...EVERY, source?.every ?? 3_600])]
              .toSorted((a, b) => a - b)
              .map((seconds) => ({ value: String(seconds), label: t('sources.minutes', { count: seconds / 60 }) }))}
          />
        </div>
        <Secret scheme={scheme} />
        {asksFloor && <Audience tlp={tlp} choice={choice} tlps={LABELS} onTlp={label} onChoice={setChoice} />}
        <Failure error={save.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={asksFloor && (tlp === '' || audience === undefined)}>
            {source ? t('sources.save') : t('sources.addDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the hub signs in with: sent once, kept sealed, never shown. */
function Secret({ scheme }: { scheme: Scheme | 'same' }) {
  const { t } = useTranslation();
  if (scheme === 'none' || scheme === 'same') return null;
  return (
    <div className={scheme === 'basic' ? 'pair even' : undefined}>
      {scheme === 'basic' && <TextInput name="user" label={t('sources.user')} autoComplete="off" required />}
      <PasswordInput
        name="secret"
        label={t(scheme === 'basic' ? 'sources.password' : 'sources.token')}
        description={t('sources.sealed')}
        autoComplete="new-password"
        required
      />
    </div>
  );
}

function authOf(scheme: Scheme, text: (name: string) => string): object {
  if (scheme === 'basic') return { scheme, user: text('user'), password: text('secret') };
  if (scheme === 'bearer') return { scheme, token: text('secret') };
  return scheme === 'key' ? { scheme, key: text('secret') } : { scheme };
}
