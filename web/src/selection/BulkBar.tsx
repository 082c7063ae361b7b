import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isJudged } from '../feed/row.ts';
import { useSay } from '../objects/useSay.ts';
import { useKeys } from '../shell/keys.ts';
import { copyRows } from './copying.ts';
import type { Selection } from './useSelection.ts';

/** Rows of which the hub is asked, or told, one by one. */
const MOST = 500;

/** What can be done with all rows that are chosen; there while any is. */
export function BulkBar({ selection }: { selection: Selection }) {
  return selection.rows.length === 0 ? null : <Bar selection={selection} />;
}

function Bar({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const { rows, clear } = selection;
  const few = rows.length <= MOST;
  const ids = rows.filter(isJudged).map(({ id }) => id);
  const saying = useSay(clear);
  const say = few && ids.length > 0 ? saying : undefined;
  const copy = (real: boolean) => void copyRows(rows, real, t);
  // what is chosen goes before the one object that stands open beside it
  const keys = {
    c: () => copy(false),
    ...(few && { C: () => copy(true) }),
    ...(say && { s: () => say.mutate({ ids, what: 'sight' }), f: () => say.mutate({ ids, what: 'false' }) }),
  };
  useKeys(keys, { goesFirst: true });
  return (
    <div className="bulk" role="region" aria-label={t('bulk.title')}>
      <strong role="status">{t('bulk.chosen', { count: rows.length })}</strong>
      <Button size="compact-sm" variant="default" onClick={() => copy(false)}>
        {t('copy.defanged')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={!few} onClick={() => copy(true)}>
        {t('copy.real')}
      </Button>
      {say && (
        <>
          <Button size="compact-sm" loading={say.isPending} onClick={() => say.mutate({ ids, what: 'sight' })}>
            {t('object.sight')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={say.isPending}
            onClick={() => say.mutate({ ids, what: 'false' })}
          >
            {t('object.false')}
          </Button>
        </>
      )}
      {!few && <span className="muted">{t('bulk.most', { most: MOST })}</span>}
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        {t('bulk.clear')}
      </Button>
    </div>
  );
}
