import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { Icon } from '../parts/Icon.tsx';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { headingOf } from './Heading.tsx';
import { Own } from './Own.tsx';
import { useSay } from './useSay.ts';

const Comment = lazy(() => import('./Comment.tsx').then(({ Comment: component }) => ({ default: component })));
const SearchForm = lazy(() =>
  import('../searches/SearchForm.tsx').then(({ SearchForm: component }) => ({ default: component })),
);

/** What a member may say of an indicator, and take back; how to be told of what others say; and what its maker may do with it. */
export function Actions({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const { organisation } = usePerson();
  const { id } = object;
  const [open, setOpen] = useState<'comment' | 'subscribe'>();
  const close = () => setOpen(undefined);
  const say = useSay();
  const may = say !== undefined && object.type === 'indicator' && !object.revoked;
  const sight = () => say?.mutate({ ids: [id], what: 'sight' });
  const deny = () => say?.mutate({ ids: [id], what: 'false' });
  useKeys(may ? { s: sight, f: deny } : {});
  if (!may) return null;
  return (
    <div className="stack tight">
      <div className="cluster">
        <Button size="xs" leftSection={<Icon name="eye" size={15} />} loading={say.isPending} onClick={sight}>
          {t('object.sight')}
        </Button>
        <Button size="xs" variant="default" disabled={say.isPending} onClick={deny}>
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
      <Suspense fallback={null}>
        {open === 'comment' && <Comment object={object} onClose={close} />}
        {open === 'subscribe' && <SearchForm name={headingOf(object)} q={`id:${id} OR "${id}"`} onClose={close} />}
      </Suspense>
    </div>
  );
}
