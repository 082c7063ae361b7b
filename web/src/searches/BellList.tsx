import { Button, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { rowOfFound } from '../feed/row.ts';
import { Failure } from '../parts/Failure.tsx';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { prefer, usePreferences } from '../preferences.ts';
import { useBell, useMarkRead, useSearches } from './queries.ts';

const SHOWN = 12;

/** The newest that the bell rang for. */
export function BellList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data: searches } = useSearches();
  const { data: bell, error } = useBell({ limit: SHOWN });
  const read = useMarkRead();
  if (!bell) return error ? <Failure error={error} /> : <Waiting until={bell} />;
  const nameOf = (id: string) => printable(searches?.find((one) => one.id === id)?.name ?? '');
  return (
    <div className="bell">
      <div className="cluster between">
        <h2>{t('bell.title')}</h2>
        {bell.unread > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => read.mutate({ through: bell.cursor })}>
            {t('bell.read')}
          </Button>
        )}
      </div>
      <Failure error={read.error} />
      {bell.items.length === 0 ? (
        <p className="muted">{t('bell.empty')}</p>
      ) : (
        <ul>
          {bell.items.map(({ object, at, read: was, searches: of }) => (
            <li key={object.id} data-read={was}>
              <Link to="/objects/$id" params={{ id: object.id }} onClick={onClose}>
                <span className="cluster">
                  <Tlp label={rowOfFound(object).tlp} />
                  <span className="mono value">{rowOfFound(object).value}</span>
                  {!was && <span className="sr">{t('bell.isUnread')}</span>}
                </span>
                <span className="muted">
                  {of.map(nameOf).filter(Boolean).join(', ')} · <When at={at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="cluster between">
        <Desktop />
        <Link to="/searches" onClick={onClose}>
          {t('bell.searches')}
        </Link>
      </div>
    </div>
  );
}

/** Browsers are asked by a click, and never before. */
function Desktop() {
  const { t } = useTranslation();
  const { desktop } = usePreferences();
  if (!('Notification' in globalThis)) return null;
  const refused = Notification.permission === 'denied';
  const turn = async (on: boolean) => prefer({ desktop: on && (await Notification.requestPermission()) === 'granted' });
  return (
    <Switch
      size="xs"
      label={t(refused ? 'bell.desktopRefused' : 'bell.desktop')}
      disabled={refused}
      checked={desktop && !refused}
      onChange={(event) => void turn(event.currentTarget.checked)}
    />
  );
}
