import { SegmentedControl, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../Markdown.tsx';

/** As many characters as the hub takes. */
const MOST = 65_536;

/** Markdown, and beside it what readers will see; one or the other where there is no room for both. */
export function Writing({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [shown] = useDebouncedValue(text, 300);
  const [narrow, setNarrow] = useState<'write' | 'preview'>('write');
  return (
    <section className="card fields" aria-label={t('field.body')}>
      <div className="cluster between">
        <h2 className="small">{t('field.body')}</h2>
        <SegmentedControl
          className="narrow-only"
          size="xs"
          aria-label={t('write.view')}
          value={narrow}
          onChange={(value) => setNarrow(value)}
          data={[
            { value: 'write', label: t('write.write') },
            { value: 'preview', label: t('write.preview') },
          ]}
        />
        <span className="muted hint">{t('write.characters', { count: MOST - text.length })}</span>
      </div>
      <div className="sides" data-shows={narrow}>
        <Textarea
          className="side-write"
          aria-label={t('field.body')}
          rows={24}
          maxLength={MOST}
          classNames={{ input: 'mono writing' }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <div className="side-preview" role="region" aria-label={t('write.preview')} tabIndex={0}>
          {shown.trim() === '' ? <p className="muted">{t('write.nothing')}</p> : <Markdown text={shown} />}
        </div>
      </div>
    </section>
  );
}
