import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { useNames } from '../parts/names.ts';
import { tell } from '../parts/tell.ts';
import { usePerson } from '../session/session.ts';
import { type Group, isAdministrator, isOfAlliance, refresh } from './api.ts';
import { CloseGroup, EditGroup, JoinGroup } from './EditGroup.tsx';

/** A group with its members, and what may be done about it: by the alliance’s administrators all, by an organisation’s to leave. */
export function GroupCard({ group, isListed = false }: { group: Group; isListed?: boolean }) {
  const { t } = useTranslation();
  const me = usePerson();
  const navigate = useNavigate();
  const nameOf = useNames();
  const [over, setOver] = useState<'edit' | 'close' | 'join'>();
  const [leaver, setLeaver] = useState<string>();
  const { id, name, description, history, status, members } = group;
  const keeps = isOfAlliance(me);
  const leaves = !keeps && isAdministrator(me);
  const hide = () => setOver(undefined);
  const remove = async () => {
    await send('DELETE', `/api/v1/groups/${id}/members/${leaver}`);
    await refresh('groups');
    tell(t('groups.removed', { member: nameOf(leaver), name }));
    if (!keeps) await navigate({ to: '/groups' });
  };
  return (
    <section className="card stack" aria-label={name}>
      <div className="cluster">
        {isListed ? (
          <h2 className="grow">
            <Link to="/groups/$id" params={{ id }}>
              {printable(name)}
            </Link>
          </h2>
        ) : (
          <h1 className="grow">{printable(name)}</h1>
        )}
        <span className="tag">{t(`groups.${history}`)}</span>
        {status === 'closed' && (
          <span className="tag" data-tone="bad">
            {t('groups.closed')}
          </span>
        )}
      </div>
      {description !== '' && <p className="said">{printable(description)}</p>}
      <ul className="reached" aria-label={t('groups.members')}>
        {members.map(({ organisation_id: member }) => (
          <li key={member} className="cluster tight">
            <span className="tag">{nameOf(member)}</span>
            {keeps && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('groups.removeOf', { member: nameOf(member), name })}
                onClick={() => setLeaver(member)}
              >
                {t('groups.remove')}
              </Button>
            )}
          </li>
        ))}
        {members.length === 0 && <li className="muted">{t('groups.empty')}</li>}
      </ul>
      {keeps && (
        <div className="cluster">
          {status === 'active' && (
            <Button variant="default" size="xs" onClick={() => setOver('join')}>
              {t('groups.add')}
            </Button>
          )}
          <Button variant="default" size="xs" onClick={() => setOver('edit')}>
            {t('groups.edit')}
          </Button>
          {status === 'active' && (
            <Button variant="default" size="xs" onClick={() => setOver('close')}>
              {t('groups.close')}
            </Button>
          )}
        </div>
      )}
      {leaves && (
        <div>
          <Button variant="default" size="xs" onClick={() => setLeaver(me.organisation.id)}>
            {t('groups.leave')}
          </Button>
        </div>
      )}
      {leaver !== undefined && (
        <Ask
          title={t(keeps ? 'groups.removeAsk' : 'groups.leaveAsk', { member: nameOf(leaver), name })}
          action={t(keeps ? 'groups.removeDo' : 'groups.leave')}
          isFinal
          deed={remove}
          onClose={() => setLeaver(undefined)}
        >
          <p className="said">{t(keeps ? 'groups.removeThen' : 'groups.leaveThen')}</p>
        </Ask>
      )}
      {over === 'edit' && <EditGroup group={group} onClose={hide} />}
      {over === 'join' && <JoinGroup group={group} onClose={hide} />}
      {over === 'close' && <CloseGroup group={group} onClose={hide} />}
    </section>
  );
}
