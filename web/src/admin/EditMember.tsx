import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../parts/Failure.tsx';
import { against, textsOf } from '../parts/form.ts';
import { type Contact, type Member, patch, useDeed } from './api.ts';
import { blocsOf, TYPES } from './NewMember.tsx';

const FIELDS = ['role', 'name', 'email', 'phone', 'pgp_fingerprint'] as const;
const LABELS = { role: 'role', name: 'name', email: 'email', phone: 'phone', pgp_fingerprint: 'pgp' } as const;

/** What is told of a member, and whom to reach there. */
export function EditMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const [contacts, setContacts] = useState(() => member.contacts.map((contact) => ({ ...contact })));
  const save = useDeed((body: object) => patch<Member>(`/api/v1/organisations/${member.id}`, body), 'organisations');
  const set = (at: number, field: keyof Contact, value: string) =>
    setContacts(contacts.map((contact, i) => (i === at ? { ...contact, [field]: value } : contact)));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textsOf(event.currentTarget);
    const body = {
      name: text('name'),
      country: text('country').trim().toUpperCase(),
      type: text('type'),
      blocs: blocsOf(text('blocs')),
      contacts: contacts.map((contact) => Object.fromEntries(Object.entries(contact).filter(([, value]) => value))),
    };
    save.mutate(body, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('members.edit')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit}>
        <div className="pair">
          <TextInput
            name="name"
            label={t('members.name')}
            defaultValue={member.name}
            error={against(save.error, 'name')}
            required
            data-autofocus
          />
          <TextInput
            name="country"
            label={t('members.country')}
            defaultValue={member.country}
            error={against(save.error, 'country')}
            maxLength={3}
            required
          />
        </div>
        <div className="pair even">
          <NativeSelect
            name="type"
            label={t('members.type')}
            defaultValue={member.type}
            data={TYPES.map((value) => ({ value, label: t(`organisationType.${value}`) }))}
          />
          <TextInput
            name="blocs"
            label={t('members.blocs')}
            defaultValue={member.blocs.join(', ')}
            error={against(save.error, 'blocs')}
          />
        </div>
        <fieldset className="plain fields">
          <legend>{t('members.contacts')}</legend>
          {contacts.map((contact, i) => (
            // what is being written has no name yet
            <div key={i} className="contact">
              {FIELDS.map((field) => (
                <TextInput
                  key={field}
                  label={t(`contact.${LABELS[field]}`)}
                  value={contact[field] ?? ''}
                  required={field === 'role'}
                  onChange={(event) => set(i, field, event.currentTarget.value)}
                />
              ))}
              <Button variant="default" onClick={() => setContacts(contacts.filter((_, other) => other !== i))}>
                {t('members.contactRemove')}
              </Button>
            </div>
          ))}
          <div>
            <Button variant="default" onClick={() => setContacts([...contacts, { role: '' }])}>
              {t('members.contactAdd')}
            </Button>
          </div>
        </fieldset>
        <Failure error={save.error} marked={['name', 'country', 'blocs']} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('admin.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
