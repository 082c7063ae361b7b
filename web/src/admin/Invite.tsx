import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { against, textsOf } from '../parts/form.ts';
import { usePerson } from '../session/session.ts';
import { type Invitation, rolesFor, useDeed } from './api.ts';
import { OneTimeLink } from './OneTimeLink.tsx';

interface InviteProps {
  organisation: string;
  /** Its name. */
  name: string;
  onClose: () => void;
}

/** Invites somebody into an organisation; what comes of it is a link, which the hub does not send. */
export function Invite({ organisation, name, onClose }: InviteProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const invite = useDeed(
    (body: object) => hub.rest.post<Invitation & { link: string }>('/api/v1/invitations', body),
    'invitations',
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    invite.mutate({ email: text('email').trim(), role: text('role'), organisation_id: organisation });
  };
  // the alliance's own administrators are of the organisation that keeps it
  const roles = rolesFor(me).filter((role) => role !== 'alliance-admin' || organisation === me.organisation.id);
  if (invite.data) return <OneTimeLink made={invite.data} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.inviteTo', { organisation: printable(name) })}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit}>
        <TextInput
          name="email"
          type="email"
          label={t('signIn.email')}
          error={against(invite.error, 'email')}
          required
          data-autofocus
          autoComplete="off"
        />
        <NativeSelect
          name="role"
          label={t('people.role')}
          defaultValue="analyst"
          data={roles.map((role) => ({ value: role, label: `${t(`role.${role}`)}: ${t(`roleMay.${role}`)}` }))}
        />
        <Failure error={invite.error} marked={['email']} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {t('people.makeLink')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
