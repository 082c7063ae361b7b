import { Button, NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { type Colleague, type Invitation, isOfAlliance, type Key, type Member, useItems } from './api.ts';
import { isInUse } from './KeysTable.tsx';
import { Invite } from './Invite.tsx';
import { Invitations } from './Invitations.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { peopleRoute } from './addresses.ts';

/** The people of one's organisation; the alliance's administrators choose whose. */
export function PeopleScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const navigate = useNavigate();
  const { organisation = me.organisation.id } = peopleRoute.useSearch();
  const [inviting, setInviting] = useState(false);
  const [error, setError] = useState<unknown>();
  useTitle(t('place.people'));
  const ofAlliance = isOfAlliance(me);
  const members = useItems<Member>(['organisations'], '/api/v1/organisations', { enabled: ofAlliance });
  const people = useItems<Colleague>(['people', organisation], '/api/v1/people', {
    query: { organisation_id: organisation },
  });
  const isOwn = organisation === me.organisation.id;
  const keys = useItems<Key>(['keys'], '/api/v1/keys', { enabled: isOwn }).data;
  const invitations = useItems<Invitation>(['invitations'], '/api/v1/invitations');
  return (
    <div className="page stack">
      <div className="cluster">
        <h1 className="grow">{t('place.people')}</h1>
        {ofAlliance && (
          <NativeSelect
            aria-label={t('people.of')}
            value={organisation}
            onChange={(event) => {
              setError(undefined);
              void navigate({
                to: '/people',
                search: { organisation: event.currentTarget.value },
                replace: true,
                resetScroll: false,
              });
            }}
            data={(members.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Button onClick={() => setInviting(true)}>{t('people.invite')}</Button>
      </div>
      <Failure error={error ?? people.error} />
      <Waiting until={people.data ?? people.error} />
      {people.data?.length === 0 && (
        <Empty icon="person" title={t('people.none')} why={t('people.noneWhy')}>
          <Button variant="default" onClick={() => setInviting(true)}>
            {t('people.invite')}
          </Button>
        </Empty>
      )}
      {people.data && people.data.length > 0 && (
        <div className="card scroll-x">
          <table className="table" aria-label={t('place.people')}>
            <thead>
              <tr>
                <th scope="col">{t('people.name')}</th>
                <th scope="col">{t('people.role')}</th>
                <th scope="col">{t('people.second')}</th>
                {isOwn && <th scope="col">{t('people.keys')}</th>}
                <th scope="col">{t('people.lastActive')}</th>
                <th scope="col">{t('admin.status')}</th>
                <th scope="col">
                  <span className="sr">{t('admin.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.data.map((person) => (
                <Line
                  key={person.id}
                  person={person}
                  keys={
                    isOwn
                      ? (keys ?? []).filter((key) => isInUse(key) && key.created_by === person.id).length
                      : undefined
                  }
                  isMe={person.id === me.person?.id}
                  onError={setError}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Invitations
        invitations={invitations.data?.filter(({ organisation_id: id }) => id === organisation)}
        error={invitations.error}
      />
      {inviting && (
        <Invite
          organisation={organisation}
          name={members.data?.find(({ id }) => id === organisation)?.name ?? me.organisation.name}
          onClose={() => setInviting(false)}
        />
      )}
    </div>
  );
}

interface LineProps {
  person: Colleague;
  /** API keys in use that they made; undefined: of another organisation, whose keys are its own. */
  keys: number | undefined;
  isMe: boolean;
  onError: (error: unknown) => void;
}

function Line({ person, keys, isMe, onError }: LineProps) {
  const { t } = useTranslation();
  const { name, email, role, status, second_factor: second, last_active_at: active } = person;
  return (
    <tr data-off={status === 'suspended'}>
      <td>
        {name} {isMe && <span className="tag">{t('people.you')}</span>}
        <span className="sub">{email}</span>
      </td>
      <td>{t(`role.${role}`)}</td>
      <td>
        <span className="tag" data-tone={second ? 'good' : 'warn'}>
          {t(second ? 'people.secondOn' : 'people.secondOff')}
        </span>
      </td>
      {keys !== undefined && <td>{keys === 0 ? <span className="muted">–</span> : keys}</td>}
      <td>{active === null ? <span className="muted">{t('admin.never')}</span> : <When at={active} />}</td>
      <td>
        <span className="tag" data-tone={status === 'active' ? 'good' : 'bad'}>
          {t(`people.${status}`)}
        </span>
      </td>
      <td className="act">
        <PersonMenu person={person} isMe={isMe} onError={onError} />
      </td>
    </tr>
  );
}
