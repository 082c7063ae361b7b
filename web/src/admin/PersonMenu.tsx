import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hub, send } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Icon } from '../parts/Icon.tsx';
import { tell } from '../parts/tell.ts';
import { usePerson } from '../session/session.ts';
import { type Colleague, type Invitation, patch, refresh, type Role, ROLES, rolesFor } from './api.ts';
import { OneTimeLink } from './OneTimeLink.tsx';

interface PersonMenuProps {
  person: Colleague;
  isMe: boolean;
  onError: (error: unknown) => void;
}

/** What an administrator can do about somebody. What can be taken back is done at once; the rest is asked. */
export function PersonMenu({ person, isMe, onError }: PersonMenuProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const [asked, setAsked] = useState<'suspend' | 'factor'>();
  const [link, setLink] = useState<Invitation & { link: string }>();
  const { id, name, role, status } = person;
  const path = `/api/v1/people/${id}`;
  const roles = rolesFor(me);
  // who stands above is not theirs to change
  if (ROLES.indexOf(role) >= roles.length) return null;

  const change = async (body: object) => {
    await patch(path, body);
    await refresh('people');
  };
  const give = async (next: Role) => {
    onError(undefined);
    await change({ role: next });
    tell(t('people.given', { name, role: t(`role.${next}`) }), () => change({ role }));
  };
  const reinstate = async () => {
    onError(undefined);
    await change({ status: 'active' });
    tell(t('people.reinstated', { name }));
  };
  const suspend = async (reason: string) => {
    await change({ status: 'suspended', reason });
    tell(t('people.wasSuspended', { name }), () => change({ status: 'active' }));
  };
  const reset = async () => {
    onError(undefined);
    setLink(await hub.rest.post(`${path}/reset`, {}));
    await refresh('invitations');
  };
  const removeFactor = async () => {
    await send('DELETE', `${path}/totp`);
    await refresh('people');
    tell(t('people.factorRemoved', { name }));
  };
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('admin.actionsFor', { name })}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('people.change')}</Menu.Label>
          {roles
            .filter((other) => other !== role)
            .map((other) => (
              <Menu.Item key={other} onClick={() => void give(other).catch(onError)}>
                {t('people.make', { role: t(`role.${other}`) })}
              </Menu.Item>
            ))}
          {!isMe && (
            <>
              <Menu.Label>{t('people.signIn')}</Menu.Label>
              <Menu.Item onClick={() => void reset().catch(onError)}>{t('people.reset')}</Menu.Item>
              {person.second_factor && (
                <Menu.Item onClick={() => setAsked('factor')}>{t('people.removeFactor')}</Menu.Item>
              )}
            </>
          )}
          {status === 'active' ? (
            <Menu.Item color="var(--mantine-color-error)" onClick={() => setAsked('suspend')}>
              {t('people.suspend')}
            </Menu.Item>
          ) : (
            <Menu.Item onClick={() => void reinstate().catch(onError)}>{t('people.reinstate')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'suspend' && (
        <Ask
          title={t('people.suspendAsk', { name })}
          action={t('people.suspend')}
          withReason
          deed={suspend}
          onClose={() => setAsked(undefined)}
        >
          <p className="said">{t('people.suspendThen')}</p>
        </Ask>
      )}
      {asked === 'factor' && (
        <Ask
          title={t('people.factorAsk', { name })}
          action={t('people.removeFactor')}
          isFinal
          deed={removeFactor}
          onClose={() => setAsked(undefined)}
        >
          <p className="said">{t('people.factorThen')}</p>
        </Ask>
      )}
      {link && <OneTimeLink made={link} onClose={() => setLink(undefined)} />}
    </>
  );
}
