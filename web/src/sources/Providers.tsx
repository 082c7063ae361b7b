import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable, type Tlp } from 'tocsin';
import { refresh, useDeed, useItems } from '../admin/api.ts';
import { hub, send } from '../hub.ts';
import { Empty } from '../parts/Empty.tsx';
import { Ask } from '../parts/Ask.tsx';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { Tlp as Label } from '../parts/Tlp.tsx';
import { tell } from '../parts/tell.ts';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { NewProvider } from './NewProvider.tsx';
import { LOOK_MS } from './source.ts';

interface Provider {
  id: string;
  url: string;
  fingerprint: string;
  tlp: Tlp;
  state: 'new' | 'ok' | 'failing';
  error: string | null;
  looked_at: string | null;
  documents: { imported: number; unchanged: number; refused: number };
  refusals: { url: string; detail: string; at: string }[];
}

const PATH = '/api/v1/csaf/providers';
const TONE = { new: 'warn', ok: 'good', failing: 'bad' } as const;

/** CSAF providers whose documents become advisories of one's organisation: how they do, and what was refused. */
export function Providers() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Provider>();
  const { data: providers, error } = useItems<Provider>(['providers'], PATH, { everyMs: LOOK_MS });
  const pull = useDeed((id: string) => hub.rest.post(`${PATH}/${encodeURIComponent(id)}/pull`, undefined), 'providers');
  const remove = async ({ id, url }: Provider) => {
    await send('DELETE', `${PATH}/${encodeURIComponent(id)}`);
    await refresh('providers');
    tell(t('providers.removed', { url: printable(url) }));
  };
  const add = (
    <Button variant="default" size="xs" onClick={() => setAdding(true)}>
      {t('providers.add')}
    </Button>
  );
  return (
    <section className="card stack" aria-label={t('providers.title')}>
      <div className="cluster">
        <h2 className="grow">{t('providers.title')}</h2>
        {providers?.length !== 0 && add}
      </div>
      <p className="muted hint">{t('providers.lead')}</p>
      <Failure error={error ?? pull.error} />
      <Waiting until={providers ?? error} />
      {providers?.length === 0 && (
        <Empty icon="advisories" title={t('providers.none')} why={t('providers.noneWhy')}>
          {add}
        </Empty>
      )}
      {providers !== undefined && providers.length > 0 && (
        <div className="scroll-x">
          <table className="table" aria-label={t('providers.title')}>
            <thead>
              <tr>
                <th scope="col">{t('sources.url')}</th>
                <th scope="col">{t('sources.floor')}</th>
                <th scope="col">{t('sources.lastTry')}</th>
                <th scope="col">{t('sources.taken')}</th>
                <th scope="col">{t('sources.refused')}</th>
                <th scope="col">{t('admin.status')}</th>
                <th scope="col">
                  <span className="sr">{t('admin.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {providers.map((provider) => (
                <tr key={provider.id}>
                  <td>
                    <span className="mono breaks">{printable(provider.url)}</span>
                    <span className="sub mono breaks">{provider.fingerprint}</span>
                  </td>
                  <td>
                    <Label label={provider.tlp} />
                  </td>
                  <td>
                    <When at={provider.looked_at} />
                  </td>
                  <td>{number(provider.documents.imported)}</td>
                  <td>{number(provider.documents.refused)}</td>
                  <td>
                    <span className="tag" data-tone={TONE[provider.state]}>
                      {t(`providers.state.${provider.state}`)}
                    </span>
                    {provider.error !== null && <span className="sub">{printable(provider.error)}</span>}
                    {provider.refusals.slice(0, 3).map(({ url, detail }) => (
                      <span key={url} className="sub breaks">
                        {printable(url)}: {printable(detail)}
                      </span>
                    ))}
                  </td>
                  <td className="act">
                    <Button size="compact-sm" variant="default" onClick={() => pull.mutate(provider.id)}>
                      {t('sources.pull')}
                    </Button>
                    <Button size="compact-sm" variant="default" onClick={() => setLeaving(provider)}>
                      {t('sources.remove')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && <NewProvider path={PATH} onClose={() => setAdding(false)} />}
      {leaving && (
        <Ask
          title={t('providers.removeAsk', { url: printable(leaving.url) })}
          action={t('sources.remove')}
          isFinal
          deed={() => remove(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          <p className="said">{t('providers.removeThen')}</p>
        </Ask>
      )}
    </section>
  );
}
