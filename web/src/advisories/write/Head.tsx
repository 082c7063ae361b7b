import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdvisoryBody } from 'tocsin';
import { Audience } from '../../submit/Audience.tsx';
import { kindsFor, useAddressees } from '../../submit/whom.ts';
import { Moment } from './Moment.tsx';
import { choiceIn, KINDS, SEVERITIES, type Text } from './text.ts';

export interface Fields {
  text: Text;
  change: (part: Partial<Text>) => void;
}

/** What it is, how bad, for whom, and when. */
export function Head({ text, change }: Fields) {
  const { t } = useTranslation();
  const { groups } = useAddressees();
  const choice = choiceIn(text, groups);
  return (
    <section className="card fields" aria-label={t('write.head')}>
      <h2 className="small">{t('write.head')}</h2>
      <div className="pair even">
        <NativeSelect
          label={t('field.kind')}
          value={text.kind}
          onChange={(event) => change({ kind: event.currentTarget.value as AdvisoryBody['kind'] })}
          data={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
        <NativeSelect
          label={t('field.severity')}
          value={text.severity}
          onChange={(event) => change({ severity: event.currentTarget.value as Text['severity'] })}
          data={[
            { value: '', label: '–' },
            ...SEVERITIES.map((severity) => ({ value: severity, label: t(`severity.${severity}`) })),
          ]}
        />
      </div>
      {choice === undefined ? (
        <div className="reach">
          <p className="hint">{t('write.audienceKept')}</p>
          <button type="button" className="linkish" onClick={() => change({ audience: null })}>
            {t('write.audienceAnew')}
          </button>
        </div>
      ) : (
        <Audience
          tlp={text.tlp}
          choice={choice}
          onTlp={(tlp) =>
            kindsFor(tlp).includes(choice.kind)
              ? change({ tlp })
              : change({ tlp, audience: null, choice: { ...choice, kind: kindsFor(tlp)[0]! } })
          }
          onChoice={(chosen) => change({ choice: chosen, audience: null })}
        />
      )}
      <div className="pair even">
        <Moment
          label={t('field.publish_at')}
          hint={t('write.publishAtHint')}
          value={text.publish_at}
          onChange={(at) => change({ publish_at: at })}
        />
        <Moment
          label={t('field.acknowledge_by')}
          hint={t('write.acknowledgeByHint')}
          value={text.acknowledge_by}
          onChange={(at) => change({ acknowledge_by: at })}
        />
      </div>
      <TextInput
        label={t('field.confidence')}
        description={t('submit.confidenceHint')}
        inputMode="numeric"
        value={text.confidence}
        error={text.confidence !== '' && !/^(?:100|\d{1,2})$/.test(text.confidence.trim())}
        onChange={(event) => change({ confidence: event.currentTarget.value })}
      />
    </section>
  );
}
