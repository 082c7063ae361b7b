import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Fields } from './Head.tsx';
import type { Text } from './text.ts';
import { Words } from './Words.tsx';

const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;

/** Who is behind it, and by what means. */
export function Attribution({ text, change }: Fields) {
  const { t } = useTranslation();
  const { actor } = text;
  const unknown = text.techniques.filter((id) => !TECHNIQUE.test(id));
  return (
    <section className="card fields" aria-label={t('write.behind')}>
      <h2 className="small">{t('write.behind')}</h2>
      <Words
        label={t('field.techniques')}
        hint={t('write.techniquesHint')}
        words={text.techniques}
        between={/[\s,]+/}
        error={unknown.length > 0 ? t('write.noTechnique', { what: unknown.join(', ') }) : undefined}
        onChange={(techniques) => change({ techniques: techniques.map((id) => id.toUpperCase()) })}
      />
      <div className="pair even">
        <NativeSelect
          label={t('write.actorType')}
          value={actor.type}
          onChange={(event) =>
            change({ actor: { ...actor, type: event.currentTarget.value as Text['actor']['type'] } })
          }
          data={(['threat-actor', 'intrusion-set'] as const).map((type) => ({
            value: type,
            label: t(`actorType.${type}`),
          }))}
        />
        <TextInput
          label={t('field.actor')}
          value={actor.name}
          onChange={(event) => change({ actor: { ...actor, name: event.currentTarget.value } })}
        />
      </div>
      <div className="pair even">
        <Words
          label={t('write.aliases')}
          words={actor.aliases}
          onChange={(aliases) => change({ actor: { ...actor, aliases } })}
        />
        <TextInput
          label={t('field.campaign')}
          value={text.campaign}
          onChange={(event) => change({ campaign: event.currentTarget.value })}
        />
      </div>
    </section>
  );
}
