import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useTitle } from '../shell/title.ts';
import { Providers } from './Providers.tsx';
import { useSources } from './source.ts';
import { SourceForm } from './SourceForm.tsx';
import { State } from './State.tsx';

/** TAXII collections and MISPs of others that the hub pulls, and how that goes. */
export function SourcesScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const { data: sources, error } = useSources();
  useTitle(t('place.sources'));
  const add = <Button onClick={() => setAdding(true)}>{t('sources.add')}</Button>;
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.sources')}</h1>
        {add}
      </div>
      <p className="lead">{t('sources.lead')}</p>
      <Failure error={error} />
      <Waiting until={sources ?? error} />
      {sources?.length === 0 && (
        <Empty icon="sources" title={t('sources.none')} why={t('sources.noneWhy')}>
          {add}
        </Empty>
      )}
      {sources !== undefined && sources.length > 0 && (
        <div className="card scroll-x">
          <table className="table" aria-label={t('place.sources')}>
            <thead>
              <tr>
                <th scope="col">{t('sources.name')}</th>
                <th scope="col">{t('sources.floor')}</th>
                <th scope="col">{t('sources.lastSuccess')}</th>
                <th scope="col">{t('sources.taken')}</th>
                <th scope="col">{t('sources.refused')}</th>
                <th scope="col">{t('admin.status')}</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <tr key={source.id}>
                  <td>
                    <Link to="/sources/$id" params={{ id: source.id }}>
                      {printable(source.name)}
                    </Link>
                    <span className="sub">{t(`sources.kind.${source.kind}`)}</span>
                    <span className="sub mono breaks">{printable(source.url)}</span>
                  </td>
                  <td>
                    <Tlp label={source.tlp} />
                  </td>
                  <td>
                    <When at={source.last_success} />
                  </td>
                  <td>{number(source.objects.created + source.objects.updated)}</td>
                  <td>{number(source.objects.refused)}</td>
                  <td>
                    <State source={source} />
                    {source.state === 'failing' && source.error !== null && (
                      <span className="sub">{printable(source.error)}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sources !== undefined && <Providers />}
      {adding && (
        <SourceForm
          onDone={({ id }) => navigate({ to: '/sources/$id', params: { id } })}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}
