import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import type { Key } from './api.ts';

const isOver = ({ expires_at: until }: Key): boolean => until !== null && Date.parse(until) <= Date.now();
export const isInUse = (key: Key): boolean => key.revoked_at === null && !isOver(key);

/** Keys with what they may do, how far they see, and when they were last used. */
export function KeysTable({
  keys,
  onAsk,
}: {
  keys: readonly Key[];
  onAsk: (key: Key, deed: 'rotate' | 'revoke') => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="card scroll-x">
      <table className="table" aria-label={t('place.keys')}>
        <thead>
          <tr>
            <th scope="col">{t('keys.name')}</th>
            <th scope="col">{t('keys.scopes')}</th>
            <th scope="col">{t('keys.ceiling')}</th>
            <th scope="col">{t('keys.cidrs')}</th>
            <th scope="col">{t('keys.lastUse')}</th>
            <th scope="col">{t('keys.expires')}</th>
            <th scope="col">
              <span className="sr">{t('admin.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <Row key={key.id} entry={key} onAsk={onAsk} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ entry, onAsk }: { entry: Key; onAsk: (key: Key, deed: 'rotate' | 'revoke') => void }) {
  const { t } = useTranslation();
  const { id, name, kind, scopes, ceiling, cidrs, last_used_at: used, expires_at: until } = entry;
  const inUse = isInUse(entry);
  return (
    <tr data-off={!inUse}>
      <td>
        {printable(name)} {kind === 'constituent' && <span className="tag">{t('keys.constituent')}</span>}
        {entry.rotated_to !== null && (
          <span className="tag" data-tone="warn">
            {t('keys.rotated')}
          </span>
        )}
        <span className="sub mono">tocsin_{id}_…</span>
      </td>
      <td>{scopes.join(', ')}</td>
      <td>
        <Tlp label={ceiling} />
      </td>
      <td className="mono">
        {cidrs.length === 0 ? <span className="muted">{t('keys.anywhere')}</span> : cidrs.join(' ')}
      </td>
      <td>{used === null ? <span className="muted">{t('admin.never')}</span> : <When at={used} />}</td>
      <td>
        {entry.revoked_at !== null ? (
          <span className="tag" data-tone="bad">
            {t('keys.revoked')}
          </span>
        ) : until === null ? (
          <span className="muted">{t('admin.never')}</span>
        ) : (
          <>
            {isOver(entry) && <span className="tag">{t('keys.over')}</span>} <When at={until} />
          </>
        )}
      </td>
      <td className="act">
        {inUse && (
          <span className="cluster tight end">
            {entry.rotated_to === null && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('keys.rotateOf', { name })}
                onClick={() => onAsk(entry, 'rotate')}
              >
                {t('keys.rotate')}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('keys.revokeOf', { name })}
              onClick={() => onAsk(entry, 'revoke')}
            >
              {t('keys.revoke')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}
