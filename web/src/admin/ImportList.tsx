import { Button, Modal, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putWarninglist } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { textsOf } from '../parts/form.ts';
import { tell } from '../parts/tell.ts';
import { useDeed } from './api.ts';

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 100);

/** A list of MISP's, as its project gives it: a `list.json`. It takes the place of what had its id. */
export function ImportList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [list, setList] = useState<{ name: string; list: string[] }>();
  const [id, setId] = useState('');
  const [unread, setUnread] = useState<Error>();
  const put = useDeed((at: string) => putWarninglist(hub.rest, at, list), 'warninglists');
  const read = async (file: File | null | undefined) => {
    setList(undefined);
    setUnread(undefined);
    if (!file) return;
    try {
      const said = JSON.parse(await file.text()) as { name: string; list: string[] };
      if (typeof said.name !== 'string' || !Array.isArray(said.list)) throw new Error(t('lists.unread'));
      setList(said);
      setId(idOf(said.name));
    } catch {
      setUnread(new Error(t('lists.unread')));
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    put.mutate(textsOf(event.currentTarget)('id'), {
      onSuccess: () => {
        tell(t('lists.imported', { name: list?.name ?? '' }));
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('lists.import')} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form className="fields" onSubmit={submit}>
        <label className="fields file">
          <span>{t('lists.file')}</span>
          <input
            type="file"
            accept=".json,application/json"
            required
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        <p className="muted hint">{t('lists.fileHint')}</p>
        {list && (
          <>
            <p className="hint" role="status">
              <strong>{list.name}</strong> · {t('lists.count', { count: list.list.length })}
            </p>
            <TextInput
              name="id"
              label={t('lists.id')}
              description={t('lists.idHint')}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              pattern="[a-z0-9][a-z0-9._\-]{0,99}"
              required
            />
          </>
        )}
        <Failure error={unread ?? put.error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" disabled={!list} loading={put.isPending}>
            {t('lists.importDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
