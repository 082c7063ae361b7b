import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../../session/session.ts';
import { useAddressees } from '../../submit/whom.ts';
import type { Fields } from './Head.tsx';

/** Who writes it, too, who is asked to sign, and how many must have signed. The organisation that leads says so. */
export function Signers({ text, change, leads }: Fields & { leads: boolean }) {
  const { t } = useTranslation();
  const { organisation } = usePerson();
  const { members } = useAddressees();
  const names = members.map(({ short_name: name }) => name);
  const toggle = (list: readonly string[], name: string, on: boolean) =>
    on ? [...list, name] : list.filter((one) => one !== name);
  const all = text.signers.length;
  return (
    <section className="card fields" aria-label={t('write.together')}>
      <h2 className="small">{t('write.together')}</h2>
      {!leads && <p className="muted hint">{t('write.leadSays')}</p>}
      <fieldset className="plain">
        <legend>{t('field.authors')}</legend>
        <div className="cluster choices">
          {names
            .filter((name) => name !== organisation.short_name || !leads)
            .map((name) => (
              <Checkbox
                key={name}
                label={name}
                disabled={!leads}
                checked={text.authors.includes(name)}
                onChange={(event) => change({ authors: toggle(text.authors, name, event.currentTarget.checked) })}
              />
            ))}
        </div>
      </fieldset>
      <fieldset className="plain">
        <legend>{t('field.signers')}</legend>
        <div className="cluster choices">
          {names.map((name) => (
            <Checkbox
              key={name}
              label={name}
              disabled={!leads}
              checked={text.signers.includes(name)}
              onChange={(event) => change({ signers: toggle(text.signers, name, event.currentTarget.checked) })}
            />
          ))}
        </div>
      </fieldset>
      {all > 0 && (
        <NativeSelect
          label={t('field.quorum')}
          description={t('write.quorumHint')}
          disabled={!leads}
          value={text.quorum !== '' && Number(text.quorum) <= all ? text.quorum : ''}
          onChange={(event) => change({ quorum: event.currentTarget.value })}
          data={[
            { value: '', label: t('write.quorumAll', { count: all }) },
            ...Array.from({ length: all }, (_, i) => ({ value: String(i + 1), label: String(i + 1) })),
          ]}
        />
      )}
    </section>
  );
}
