import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub, send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { tell } from '../parts/tell.ts';
import { Waiting } from '../parts/Waiting.tsx';
import { useTitle } from '../shell/title.ts';
import { type Key, refresh, type ShownKey, useItems } from './api.ts';
import { isInUse, KeysTable } from './KeysTable.tsx';
import { MadeKey } from './MadeKey.tsx';
import { NewKey } from './NewKey.tsx';
import { keysRoute } from './addresses.ts';

const OVERLAPS = ['0', '1', '24', '168'] as const;

/** The API keys of one's organisation: what machines come in with. */
export function KeysScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { show } = keysRoute.useSearch();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<ShownKey>();
  const [asked, setAsked] = useState<{ key: Key; deed: 'rotate' | 'revoke' }>();
  const [overlap, setOverlap] = useState<string>('24');
  useTitle(t('place.keys'));
  const { data, error } = useItems<Key>(['keys'], '/api/v1/keys');
  const keys = show === 'all' ? data : data?.filter(isInUse);

  const present = (key: ShownKey) => {
    setMaking(false);
    setMade(key);
  };
  const rotate = async (key: Key) => {
    present(await hub.rest.post<ShownKey>(`/api/v1/keys/${key.id}/rotate`, { overlap_hours: Number(overlap) }));
    await refresh('keys');
  };
  const revoke = async (key: Key) => {
    await send('DELETE', `/api/v1/keys/${key.id}`);
    await refresh('keys');
    tell(t('keys.wasRevoked', { name: key.name }));
  };
  return (
    <div className="page wide stack">
      <div className="cluster">
        <h1 className="grow">{t('place.keys')}</h1>
        <SegmentedControl
          aria-label={t('keys.which')}
          value={show === 'all' ? 'all' : 'used'}
          onChange={(value) =>
            void navigate({
              to: '/keys',
              search: value === 'all' ? { show: 'all' } : {},
              replace: true,
              resetScroll: false,
            })
          }
          data={[
            { value: 'used', label: t('keys.used') },
            { value: 'all', label: t('keys.all') },
          ]}
        />
        <Button onClick={() => setMaking(true)}>{t('keys.make')}</Button>
      </div>
      <p className="lead">{t('keys.lead')}</p>
      <Failure error={error} />
      <Waiting until={keys ?? error} />
      {made && <MadeKey made={made} onClose={() => setMade(undefined)} />}
      {keys?.length === 0 && (
        <Empty icon="keys" title={t('keys.none')} why={t('keys.noneWhy')}>
          <Button variant="default" onClick={() => setMaking(true)}>
            {t('keys.make')}
          </Button>
        </Empty>
      )}
      {keys !== undefined && keys.length > 0 && (
        <KeysTable keys={keys} onAsk={(key, deed) => setAsked({ key, deed })} />
      )}
      {making && <NewKey onMade={present} onClose={() => setMaking(false)} />}
      {asked?.deed === 'rotate' && (
        <Ask
          title={t('keys.rotateAsk', { name: asked.key.name })}
          action={t('keys.rotate')}
          deed={() => rotate(asked.key)}
          onClose={() => setAsked(undefined)}
        >
          <p className="said">{t('keys.rotateThen')}</p>
          <NativeSelect
            label={t('keys.overlap')}
            value={overlap}
            onChange={(event) => setOverlap(event.currentTarget.value)}
            data={OVERLAPS.map((value) => ({ value, label: t('keys.hours', { count: Number(value) }) }))}
          />
        </Ask>
      )}
      {asked?.deed === 'revoke' && (
        <Ask
          title={t('keys.revokeAsk', { name: asked.key.name })}
          action={t('keys.revoke')}
          isFinal
          deed={() => revoke(asked.key)}
          onClose={() => setAsked(undefined)}
        >
          <p className="said">{t('keys.revokeThen')}</p>
        </Ask>
      )}
    </div>
  );
}
