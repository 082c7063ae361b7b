import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SigningKey } from 'tocsin';
import { hub } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { tell } from '../parts/tell.ts';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { refresh, shortOf } from './api.ts';
import { NewSigningKey } from './NewSigningKey.tsx';

type Deed = 'retire' | 'revoke';

/** What one’s organisation co-signs with: made, registered, retired, revoked. */
export function SigningKeysScreen() {
  const { t } = useTranslation();
  const { organisation } = usePerson();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<{ id: string; deed: Deed }>();
  useTitle(t('place.signing-keys'));
  const { data, error } = useQuery({ queryKey: ['signing-keys'], queryFn: () => hub.advisories.signingKeys() });
  const keys = data?.filter((key) => key.organisation === `identity--${organisation.id}`).toReversed();
  const end = async ({ id, deed }: { id: string; deed: Deed }) => {
    await hub.rest.post(`/api/v1/signing-keys/${encodeURIComponent(id)}/${deed}`, {});
    await refresh('signing-keys');
    tell(t(deed === 'retire' ? 'signing.wasRetired' : 'signing.wasRevoked', { key: shortOf(id) }));
  };
  const make = <Button onClick={() => setMaking(true)}>{t('signing.make')}</Button>;
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.signing-keys')}</h1>
        {keys?.length !== 0 && make}
      </div>
      <p className="lead">{t('signing.lead')}</p>
      <Failure error={error} />
      <Waiting until={keys ?? error} />
      {keys?.length === 0 && (
        <Empty icon="signing" title={t('signing.none')} why={t('signing.noneWhy')}>
          {make}
        </Empty>
      )}
      {keys !== undefined && keys.length > 0 && <Table keys={keys} onAsk={(id, deed) => setAsked({ id, deed })} />}
      {making && <NewSigningKey replaces={keys?.some(isInUse) ?? false} onClose={() => setMaking(false)} />}
      {asked && (
        <Ask
          title={t(`signing.${asked.deed}Ask`, { key: shortOf(asked.id) })}
          action={t(`signing.${asked.deed}`)}
          isFinal
          deed={() => end(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p className="said">{t(`signing.${asked.deed}Then`)}</p>
        </Ask>
      )}
    </div>
  );
}

const isInUse = ({ retired_at: retired, revoked_at: revoked }: SigningKey): boolean => !retired && !revoked;

function Table({ keys, onAsk }: { keys: readonly SigningKey[]; onAsk: (id: string, deed: Deed) => void }) {
  const { t } = useTranslation();
  return (
    <div className="card scroll-x">
      <table className="table" aria-label={t('place.signing-keys')}>
        <thead>
          <tr>
            <th scope="col">{t('signing.key')}</th>
            <th scope="col">{t('signing.keptBy')}</th>
            <th scope="col">{t('signing.created')}</th>
            <th scope="col">{t('signing.state')}</th>
            <th scope="col">
              <span className="sr">{t('admin.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} data-off={!isInUse(key)}>
              <td className="mono">{shortOf(key.id)}…</td>
              <td>{t(`signing.${key.kept_by === 'hub' ? 'hub' : 'member'}`)}</td>
              <td>
                <When at={key.created_at} />
              </td>
              <td>
                <State of={key} />
              </td>
              <td className="act">
                <span className="cluster tight end">
                  {(['retire', 'revoke'] as const)
                    .filter((deed) => (deed === 'retire' ? isInUse(key) : !key.revoked_at))
                    .map((deed) => (
                      <Button
                        key={deed}
                        size="compact-sm"
                        variant="default"
                        aria-label={t(`signing.${deed}Of`, { key: shortOf(key.id) })}
                        onClick={() => onAsk(key.id, deed)}
                      >
                        {t(`signing.${deed}`)}
                      </Button>
                    ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function State({ of: { retired_at: retired, revoked_at: revoked } }: { of: SigningKey }) {
  const { t } = useTranslation();
  const at = revoked ?? retired;
  return (
    <>
      <span className="tag" data-tone={revoked ? 'bad' : retired ? undefined : 'good'}>
        {t(revoked ? 'signing.revoked' : retired ? 'signing.retired' : 'signing.inUse')}
      </span>{' '}
      {at && <When at={at} />}
    </>
  );
}
