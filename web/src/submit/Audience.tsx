import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Tlp } from 'tocsin';
import { usePerson } from '../session/session.ts';
import { Recipients } from './Recipients.tsx';
import { type Choice, kindsFor, TLPS, useAddressees, type Way } from './whom.ts';

interface AudienceProps {
  tlp: Tlp | '';
  choice: Choice;
  /** Labels to choose from. */
  tlps?: readonly Tlp[];
  /** Ways that some of it goes; without: all of it the one that is chosen. */
  ways?: readonly Way[];
  onTlp: (tlp: Tlp) => void;
  onChoice: (choice: Choice) => void;
}

/** Label and audience, and who will have it before anything is sent. */
export function Audience({ tlp, choice, tlps = TLPS, ways, onTlp, onChoice }: AudienceProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const { members, groups } = useAddressees();
  const toggle = (name: string, on: boolean) =>
    onChoice({
      ...choice,
      organisations: on ? [...choice.organisations, name] : choice.organisations.filter((one) => one !== name),
    });
  return (
    <div className="fields">
      <NativeSelect
        label={t('submit.tlp')}
        required
        value={tlp}
        onChange={(event) => onTlp(event.currentTarget.value as Tlp)}
        data={[
          { value: '', label: t('submit.choose'), disabled: true },
          ...tlps.map((label) => ({ value: label, label: `TLP:${label.toUpperCase()}` })),
        ]}
      />
      {tlp !== '' && (
        <>
          <NativeSelect
            label={t('submit.audience')}
            value={choice.kind}
            onChange={(event) => onChoice({ ...choice, kind: event.currentTarget.value as Choice['kind'] })}
            data={kindsFor(tlp).map((kind) => ({ value: kind, label: t(`audience.${kind}`) }))}
          />
          {choice.kind === 'group' && (
            <NativeSelect
              label={t('audience.group')}
              value={choice.group}
              onChange={(event) => onChoice({ ...choice, group: event.currentTarget.value })}
              data={[
                { value: '', label: t(groups.length === 0 ? 'submit.noGroups' : 'submit.choose') },
                ...groups.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          {choice.kind === 'list' && (
            <fieldset className="plain">
              <legend>{t('audience.list')}</legend>
              <div className="cluster choices">
                {members
                  .filter(({ id }) => id !== me.organisation.id)
                  .map(({ short_name: name }) => (
                    <Checkbox
                      key={name}
                      label={name}
                      checked={choice.organisations.includes(name)}
                      onChange={(event) => toggle(name, event.currentTarget.checked)}
                    />
                  ))}
              </div>
            </fieldset>
          )}
          {choice.kind === 'people' && (
            <TextInput
              label={t('audience.people')}
              description={t('submit.peopleHint')}
              value={choice.people}
              onChange={(event) => onChoice({ ...choice, people: event.currentTarget.value })}
            />
          )}
          <Recipients ways={ways ?? [{ tlp }]} choice={choice} />
        </>
      )}
    </div>
  );
}
