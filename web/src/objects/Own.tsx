import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StixObject, tlpOf } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { tell } from '../parts/tell.ts';
import { headingOf } from './Heading.tsx';
import { stateOf } from './Heading.tsx';
import { touch } from './queries.ts';
import { ownAlone } from './values.ts';

type Final = 'recall' | 'revoke';

/** What only the maker of an indicator may do: let it expire (which can be undone), take it back from all others, or revoke it. */
export function Own({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const { id } = object;
  const [asking, setAsking] = useState<Final>();
  const expire = useMutation({
    mutationFn: async () => {
      await change(id, { valid_until: new Date().toISOString() });
      return object.valid_until;
    },
    onSuccess: (before) => tell(t('undo.expire'), () => change(id, { valid_until: before ?? null })),
  });
  const final = useMutation({
    mutationFn: (what: Final) => (what === 'revoke' ? revoke(id) : change(id, ownAlone(object))),
    onSuccess: (_, what) => {
      setAsking(undefined);
      tell(t(`undo.${what}`));
    },
  });
  return (
    <>
      {stateOf(object) === 'active' && (
        <Button size="xs" variant="default" loading={expire.isPending} onClick={() => expire.mutate()}>
          {t('own.expire')}
        </Button>
      )}
      {tlpOf(object) !== 'red' && (
        <Button size="xs" variant="default" onClick={() => setAsking('recall')}>
          {t('own.recall')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => setAsking('revoke')}>
        {t('own.revoke')}
      </Button>
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking && t(`own.${asking}Of`, { name: headingOf(object) })}
        closeButtonProps={{ 'aria-label': t('object.close') }}
      >
        {asking && (
          <div className="stack">
            <p className="hint">{t(`own.${asking}Why`)}</p>
            <div className="cluster">
              <Button color="red" loading={final.isPending} onClick={() => final.mutate(asking)}>
                {t(`own.${asking}`)}
              </Button>
              <Button variant="default" onClick={() => setAsking(undefined)}>
                {t('own.keep')}
              </Button>
            </div>
            <Failure error={final.error} />
          </div>
        )}
      </Modal>
      <Failure error={expire.error} />
    </>
  );
}

/** By the version that is there now: what is changed is what was just read. */
async function change(id: string, to: Parameters<typeof hub.change>[1]): Promise<void> {
  const { etag = '' } = await hub.get(id);
  await hub.change(id, to, etag);
  touch(id);
}

async function revoke(id: string): Promise<void> {
  const { etag } = await hub.get(id);
  await hub.revoke(id, etag);
  touch(id);
}
