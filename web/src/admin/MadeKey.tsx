import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Line } from '../parts/Line.tsx';
import type { ShownKey } from './api.ts';
import { Once } from './Once.tsx';
import { readyLines } from './ready-lines.ts';

/** A key that was just made: its text, this once, and the lines that it goes into. */
export function MadeKey({ made, onClose }: { made: ShownKey; onClose: () => void }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [made.id]);
  return (
    <Once title={t('keys.made', { name: made.name })} onClose={onClose}>
      <h2 className="small" tabIndex={-1} ref={heading}>
        {t('keys.made', { name: made.name })}
      </h2>
      <Line title={t('keys.text')} text={made.key}>
        {t('keys.once')}
      </Line>
      <details open>
        <summary>{t('keys.ready')}</summary>
        <div className="fields inset-top">
          {readyLines(globalThis.location.origin, made.key, made.scopes).map(({ name, text }) => (
            <Line key={name} title={t(`ready.${name}`)} text={text}>
              {t(`readyHint.${name}`)}
            </Line>
          ))}
        </div>
      </details>
    </Once>
  );
}
