import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { hub } from '../hub.ts';
import { Ask } from '../parts/Ask.tsx';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { tell } from '../parts/tell.ts';
import { type Group, type Member, patch, refresh, useDeed, useItems } from './api.ts';

interface Dialog {
  onClose: () => void;
}

const useMembers = (): readonly Member[] =>
  (useItems<Member>(['organisations'], '/api/v1/organisations').data ?? []).filter(
    ({ status }) => status === 'active' || status === 'proposed',
  );

/** A new group with its first members; or another name for one that is there. */
export function EditGroup({ group, onClose }: Dialog & { group?: Group }) {
  const { t } = useTranslation();
  const members = useMembers();
  const save = useDeed(
    (body: object) =>
      group ? patch<Group>(`/api/v1/groups/${group.id}`, body) : hub.rest.post<Group>('/api/v1/groups', body),
    'groups',
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = textsOf(form);
    const said = { name: text('name'), description: text('description') };
    const first = { history: text('history'), members: new FormData(form).getAll('member') };
    save.mutate(group ? said : { ...said, ...first }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(group ? 'groups.edit' : 'groups.make')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit}>
        <TextInput
          name="name"
          label={t('groups.name')}
          defaultValue={group?.name}
          maxLength={100}
          required
          data-autofocus
        />
        <Textarea
          name="description"
          label={t('groups.description')}
          defaultValue={group?.description}
          maxLength={2000}
          rows={2}
        />
        {!group && (
          <>
            <NativeSelect
              name="history"
              label={t('groups.history')}
              data={(['joining', 'full'] as const).map((value) => ({ value, label: t(`groups.${value}Long`) }))}
            />
            <fieldset className="plain">
              <legend>{t('groups.members')}</legend>
              <div className="cluster choices">
                {members.map(({ id, short_name: short }) => (
                  <Checkbox key={id} name="member" value={id} label={short} />
                ))}
              </div>
            </fieldset>
          </>
        )}
        <Failure error={save.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(group ? 'admin.save' : 'groups.makeDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Lets a further organisation in. */
export function JoinGroup({ group, onClose }: Dialog & { group: Group }) {
  const { t } = useTranslation();
  const inside = new Set(group.members.map(({ organisation_id: id }) => id));
  const outside = useMembers().filter(({ id }) => !inside.has(id));
  const add = useDeed(
    (id: string) =>
      hub.rest.request('PUT', `/api/v1/groups/${group.id}/members/${id}`, {}, (response) => response.json()),
    'groups',
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(textsOf(event.currentTarget)('member'), { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('groups.addTo', { name: group.name })}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form className="fields" onSubmit={submit}>
        <NativeSelect
          name="member"
          label={t('members.member')}
          required
          data-autofocus
          data={outside.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <p className="hint muted">{t(`groups.${group.history}Long`)}</p>
        <Failure error={add.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={outside.length === 0}>
            {t('groups.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export function CloseGroup({ group, onClose }: Dialog & { group: Group }) {
  const { t } = useTranslation();
  const close = async () => {
    await hub.rest.post(`/api/v1/groups/${group.id}/close`, {});
    await refresh('groups');
    tell(t('groups.wasClosed', { name: group.name }));
  };
  return (
    <Ask
      title={t('groups.closeAsk', { name: group.name })}
      action={t('groups.close')}
      isFinal
      deed={close}
      onClose={onClose}
    >
      <p className="said">{t('groups.closeThen')}</p>
    </Ask>
  );
}
