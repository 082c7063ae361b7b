import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Row } from '../feed/row.ts';
import { type Saying, sayOf } from '../objects/saying.ts';
import { Failure } from '../parts/Failure.tsx';
import { tell } from '../parts/Toast.tsx';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { copyRows } from './copying.ts';
import type { Selection } from './useSelection.ts';

/** What can be done with all rows that are chosen; there while any is. */
export function BulkBar({ selection }: { selection: Selection }) {
  return selection.rows.length === 0 ? null : <Bar selection={selection} />;
}

function Bar({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const { scopes } = usePerson();
  const { rows, clear } = selection;
  const indicators = rows.filter(isJudged);
  const say = useMutation({
    mutationFn: (what: Saying) =>
      sayOf(
        indicators.map(({ id }) => id),
        what,
      ),
    onSuccess: ({ count, undo }, what) => {
      tell(t(`undo.${what}`, { count }), undo);
      clear();
    },
  });
  const copy = (real: boolean) => void copyRows(rows, real, (count) => t('copy.lines', { count }));
  const may = scopes.includes('submit') && indicators.length > 0;
  useKeys({
    c: () => copy(false),
    C: () => copy(true),
    ...(may && { s: () => say.mutate('sight'), f: () => say.mutate('false') }),
  });
  return (
    <div className="bulk" role="region" aria-label={t('bulk.title')}>
      <strong role="status">{t('bulk.chosen', { count: rows.length })}</strong>
      <Button size="compact-sm" variant="default" onClick={() => copy(false)}>
        {t('copy.defanged')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => copy(true)}>
        {t('copy.real')}
      </Button>
      {may && (
        <>
          <Button size="compact-sm" loading={say.isPending} onClick={() => say.mutate('sight')}>
            {t('object.sight')}
          </Button>
          <Button size="compact-sm" variant="default" disabled={say.isPending} onClick={() => say.mutate('false')}>
            {t('object.false')}
          </Button>
        </>
      )}
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        {t('bulk.clear')}
      </Button>
      <Failure error={say.error} />
    </div>
  );
}

const isJudged = ({ id, op }: Row): boolean => id.startsWith('indicator--') && op !== 'revoke' && op !== 'recall';
