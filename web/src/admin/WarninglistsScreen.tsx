import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable, type Warninglist } from 'tocsin';
import { send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Failure } from '../parts/Failure.tsx';
import { number } from '../parts/number.ts';
import { tell } from '../parts/tell.ts';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { isOfAlliance, refresh, useItems } from './api.ts';
import { ImportList } from './ImportList.tsx';

/** Lists of values that are no indicators for many. The alliance's administrators bring in MISP's. */
export function WarninglistsScreen() {
  const { t } = useTranslation();
  const keeps = isOfAlliance(usePerson());
  const [importing, setImporting] = useState(false);
  const [leaving, setLeaving] = useState<Warninglist>();
  useTitle(t('place.warninglists'));
  const { data: lists, error } = useItems<Warninglist>(['warninglists'], '/api/v1/warninglists');
  const remove = async ({ id, name }: Warninglist) => {
    await send('DELETE', `/api/v1/warninglists/${encodeURIComponent(id)}`);
    await refresh('warninglists');
    tell(t('lists.removed', { name }));
  };
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.warninglists')}</h1>
        {keeps && <Button onClick={() => setImporting(true)}>{t('lists.import')}</Button>}
      </div>
      <p className="lead">{t('lists.lead')}</p>
      <Failure error={error} />
      <Waiting until={lists ?? error} />
      {lists && (
        <div className="card scroll-x">
          <table className="table" aria-label={t('place.warninglists')}>
            <thead>
              <tr>
                <th scope="col">{t('lists.name')}</th>
                <th scope="col">{t('lists.type')}</th>
                <th scope="col">{t('lists.entries')}</th>
                <th scope="col">{t('lists.updated')}</th>
                <th scope="col">
                  <span className="sr">{t('admin.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lists.map((list) => (
                <tr key={list.id}>
                  <td>
                    {printable(list.name)} {list.own && <span className="tag">{t('lists.own')}</span>}
                    <span className="sub">{printable(list.description)}</span>
                    <span className="sub mono">{list.id}</span>
                  </td>
                  <td>{list.type}</td>
                  <td>{number(list.entries)}</td>
                  <td>
                    <When at={list.updated_at} />
                    <span className="sub">v{list.version}</span>
                  </td>
                  <td className="act">
                    {keeps && !list.own && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t('lists.removeOf', { name: list.name })}
                        onClick={() => setLeaving(list)}
                      >
                        {t('lists.remove')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {importing && <ImportList onClose={() => setImporting(false)} />}
      {leaving && (
        <Ask
          title={t('lists.removeAsk', { name: leaving.name })}
          action={t('lists.remove')}
          isFinal
          deed={() => remove(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          <p className="said">{t('lists.removeThen')}</p>
        </Ask>
      )}
    </div>
  );
}
