import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { Icon } from '../parts/Icon.tsx';
import { tell } from '../parts/Toast.tsx';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { headingOf } from './Heading.tsx';
import { Own } from './Own.tsx';
import { type Saying, sayOf } from './saying.ts';

const Comment = lazy(() => import('./Comment.tsx').then(({ Comment: component }) => ({ default: component })));
const SearchForm = lazy(() =>
  import('../searches/SearchForm.tsx').then(({ SearchForm: component }) => ({ default: component })),
);

/** What a member may say of an indicator, and take back; how to be told of what others say; and what its maker may do with it. */
export function Actions({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const { scopes, organisation } = usePerson();
  const { id } = object;
  const [open, setOpen] = useState<'comment' | 'subscribe'>();
  const close = () => setOpen(undefined);
  const say = useMutation({
    mutationFn: (what: Saying) => sayOf([id], what),
    onSuccess: ({ count, undo }, what) => (undo ? tell(t(`undo.${what}`, { count }), undo) : tell(t('undo.already'))),
  });
  const may = scopes.includes('submit') && object.type === 'indicator' && !object.revoked;
  useKeys(may ? { s: () => say.mutate('sight'), f: () => say.mutate('false') } : {});
  if (!may) return null;
  return (
    <div className="stack tight">
      <div className="cluster">
        <Button
          size="xs"
          leftSection={<Icon name="eye" size={15} />}
          loading={say.isPending}
          onClick={() => say.mutate('sight')}
        >
          {t('object.sight')}
        </Button>
        <Button size="xs" variant="default" disabled={say.isPending} onClick={() => say.mutate('false')}>
          {t('object.false')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setOpen('comment')}>
          {t('remark.do')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="star" size={15} />}
          onClick={() => setOpen('subscribe')}
        >
          {t('object.subscribe')}
        </Button>
        {object.created_by_ref === `identity--${organisation.id}` && <Own object={object} />}
      </div>
      <Failure error={say.error} />
      <Suspense fallback={null}>
        {open === 'comment' && <Comment object={object} onClose={close} />}
        {open === 'subscribe' && <SearchForm name={headingOf(object)} q={`id:${id} OR "${id}"`} onClose={close} />}
      </Suspense>
    </div>
  );
}
