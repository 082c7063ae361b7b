import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { tell } from '../parts/Toast.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { type Group, isOfAlliance, refresh, useItems } from './api.ts';
import { CloseGroup, EditGroup, JoinGroup } from './EditGroup.tsx';

/** The sharing groups that one's organisation is in; to all others they do not exist. The alliance's administrators keep them. */
export function GroupsScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const [making, setMaking] = useState(false);
  useTitle(t('place.groups'));
  const { data: groups, error } = useItems<Group>(['groups'], '/api/v1/groups');
  const keeps = isOfAlliance(me);
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.groups')}</h1>
        {keeps && <Button onClick={() => setMaking(true)}>{t('groups.make')}</Button>}
      </div>
      {!keeps && <p className="lead">{t('groups.keptBy')}</p>}
      <Failure error={error} />
      {groups?.length === 0 && (
        <Empty icon="groups" title={t('groups.none')} why={t(keeps ? 'groups.noneYet' : 'groups.noneWhy')}>
          {keeps && (
            <Button variant="default" onClick={() => setMaking(true)}>
              {t('groups.make')}
            </Button>
          )}
        </Empty>
      )}
      {groups?.map((group) => (
        <GroupCard key={group.id} group={group} keeps={keeps} />
      ))}
      {making && <EditGroup onClose={() => setMaking(false)} />}
    </div>
  );
}

function GroupCard({ group, keeps }: { group: Group; keeps: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const [over, setOver] = useState<'edit' | 'close' | 'join'>();
  const [leaver, setLeaver] = useState<string>();
  const { id, name, description, history, status, members } = group;
  const hide = () => setOver(undefined);
  const remove = async () => {
    await send('DELETE', `/api/v1/groups/${id}/members/${leaver}`);
    await refresh('groups');
    tell(t('groups.removed', { member: nameOf(leaver), name }));
  };
  return (
    <section className="card stack" aria-label={name}>
      <div className="cluster">
        <h2 className="grow">{printable(name)}</h2>
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
      {leaver !== undefined && (
        <Ask
          title={t('groups.removeAsk', { member: nameOf(leaver), name })}
          action={t('groups.removeDo')}
          isFinal
          deed={remove}
          onClose={() => setLeaver(undefined)}
        >
          <p className="said">{t('groups.removeThen')}</p>
        </Ask>
      )}
      {over === 'edit' && <EditGroup group={group} onClose={hide} />}
      {over === 'join' && <JoinGroup group={group} onClose={hide} />}
      {over === 'close' && <CloseGroup group={group} onClose={hide} />}
    </section>
  );
}
