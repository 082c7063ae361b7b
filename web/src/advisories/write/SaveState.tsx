import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../parts/Failure.tsx';
import type { Draft } from './useDraft.ts';

/** Whether what one sees is on the hub’s disk, and what of it is not. */
export function SaveState({ draft: { saving, gaps, save, clash } }: { draft: Draft }) {
  const { t } = useTranslation();
  const stuck = gaps.includes('title') || gaps.includes('audience');
  if (saving.is === 'failed')
    return (
      <div className="cluster">
        <Failure error={saving.error} title={t('save.failed')} />
        <Button size="xs" variant="default" onClick={() => void save()}>
          {t('save.again')}
        </Button>
      </div>
    );
  const time = saving.at?.toISOString().slice(11, 19);
  const said =
    clash || stuck
      ? t('save.held')
      : saving.is === 'saved'
        ? time === undefined
          ? t('save.none')
          : t('save.saved', { time: `${time}Z` })
        : t('save.saving');
  return (
    <span role="status" className="cluster">
      <span className="tag" data-tone={saving.is === 'saved' && !stuck ? 'good' : clash || stuck ? 'warn' : undefined}>
        {said}
      </span>
      {gaps.length > 0 && (
        <span className="muted hint">
          {t(stuck ? 'save.lacks' : 'save.left')} {gaps.map((gap) => t(`field.${gap}`)).join(', ')}
        </span>
      )}
      {saving.merged && saving.merged.length > 0 && (
        <span className="muted hint">
          {t('save.merged')} {saving.merged.map((name) => t(`field.${name}`, { defaultValue: name })).join(', ')}
        </span>
      )}
    </span>
  );
}
