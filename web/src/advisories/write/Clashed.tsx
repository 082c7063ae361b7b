import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { useNames } from '../../parts/names.ts';
import { When } from '../../parts/When.tsx';
import { useRevisions } from '../calls.ts';
import type { Clash } from './useDraft.ts';

/** Two wrote over the same: what each has, property by property, and which is to stand. */
export function Clashed({ clash, onResolve }: { clash: Clash; onResolve: (mine: readonly string[]) => void }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { mine, theirs, both, own } = clash;
  const { data: revisions } = useRevisions(theirs.id);
  const last = revisions?.[0];
  const [chosen, setChosen] = useState<Record<string, 'mine' | 'theirs'>>({});
  const isMine = (field: string) => (chosen[field] ?? 'mine') === 'mine';
  return (
    <section className="card fields clash" aria-label={t('clash.title')} role="alert">
      <h2 className="small">{t('clash.title')}</h2>
      <p className="hint">
        {t('clash.why')}{' '}
        {last && (
          <span className="muted">
            {nameOf(last.organisation)} · <When at={last.at} />
          </span>
        )}
      </p>
      {both.map((field) => (
        <div key={field} className="fields">
          <div className="cluster between">
            <h3 className="small">{t(`field.${field}`, { defaultValue: field })}</h3>
            <SegmentedControl
              size="xs"
              aria-label={t('clash.which')}
              value={chosen[field] ?? 'mine'}
              onChange={(value) => setChosen({ ...chosen, [field]: value })}
              data={[
                { value: 'mine', label: t('clash.mine') },
                { value: 'theirs', label: t('clash.theirs') },
              ]}
            />
          </div>
          <div className="pair even">
            <Side title={t('clash.mine')} value={mine[field]} other={theirs.body[field]} chosen={isMine(field)} />
            <Side title={t('clash.theirs')} value={theirs.body[field]} other={mine[field]} chosen={!isMine(field)} />
          </div>
        </div>
      ))}
      <div>
        <Button
          size="xs"
          onClick={() => onResolve([...own.filter((field) => !both.includes(field)), ...both.filter(isMine)])}
        >
          {t('clash.take')}
        </Button>
      </div>
    </section>
  );
}

const linesOf = (value: unknown): string[] => {
  if (value === undefined || value === null) return ['–'];
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return text.split('\n').map(printable);
};

/** Lines that the other side has not are marked. */
function Side({ title, value, other, chosen }: { title: string; value: unknown; other: unknown; chosen: boolean }) {
  const others = new Set(linesOf(other));
  return (
    <div className="side" data-chosen={chosen}>
      <div className="muted hint">{title}</div>
      <pre tabIndex={0}>
        {linesOf(value).map((line, i) => (
          // a text has equal lines
          <div key={i} className={others.has(line) ? undefined : 'own'}>
            {line === '' ? ' ' : line}
          </div>
        ))}
      </pre>
    </div>
  );
}
