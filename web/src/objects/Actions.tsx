import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { Icon } from '../parts/Icon.tsx';
import { tell } from '../parts/Toast.tsx';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { Own } from './Own.tsx';
import { type Saying, sayOf } from './saying.ts';

/** What a member may say of an indicator with one press, and take back; and what its maker may do with it. */
export function Actions({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const { scopes, organisation } = usePerson();
  const { id } = object;
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
        {object.created_by_ref === `identity--${organisation.id}` && <Own object={object} />}
      </div>
      <Failure error={say.error} />
    </div>
  );
}
