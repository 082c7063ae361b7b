import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { type Group, isOfAlliance, useItems } from './api.ts';
import { EditGroup } from './EditGroup.tsx';
import { GroupCard } from './GroupCard.tsx';

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
      <Waiting until={groups ?? error} />
      {groups?.length === 0 && (
        <Empty icon="groups" title={t('groups.none')} why={t(keeps ? 'groups.noneYet' : 'groups.noneWhy')}>
          {keeps ? (
            <Button variant="default" onClick={() => setMaking(true)}>
              {t('groups.make')}
            </Button>
          ) : (
            <Link to="/members">{t('groups.askWhom')}</Link>
          )}
        </Empty>
      )}
      {groups?.map((group) => (
        <GroupCard key={group.id} group={group} isListed />
      ))}
      {making && <EditGroup onClose={() => setMaking(false)} />}
    </div>
  );
}
