import { Button, Modal, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HubError, type SavedSearch } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { Preview } from './Preview.tsx';
import { useSave, type Wanted } from './queries.ts';

const MAILS = ['none', 'instant', 'hourly', 'daily'] as const;

interface FormProps {
  /** The search that is changed; else a new one is made of `q`. */
  known?: SavedSearch;
  /** What a new one is called unless one changes it. */
  name?: string;
  q: string;
  onClose: () => void;
}

/** What a saved search is called, who sees it, and how one is told of what it finds. */
export function SearchForm({ known, name = '', q, onClose }: FormProps) {
  const { t } = useTranslation();
  const save = useSave(known);
  const [wanted, setWanted] = useState<Wanted>(
    known
      ? { ...known.watch, ...known }
      : { name: name.slice(0, 100), q, shared: false, bell: true, mail: 'none', paused: false },
  );
  const [asked] = useDebouncedValue(wanted.q, 400);
  const set = (change: Partial<Wanted>) => setWanted({ ...wanted, ...change });
  const own = known?.own ?? true;
  const refused = save.error instanceof HubError && save.error.code === 'query_invalid' ? save.error : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(known ? 'searches.edit' : 'searches.save')}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...wanted, name: wanted.name.trim(), q: wanted.q.trim() }, { onSuccess: onClose });
        }}
      >
        {own && (
          <>
            <TextInput
              data-autofocus
              required
              label={t('searches.name')}
              maxLength={100}
              value={wanted.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t('searches.query')}
              classNames={{ input: 'mono' }}
              maxLength={512}
              spellCheck={false}
              value={wanted.q}
              error={refused?.detail}
              onChange={(event) => set({ q: event.currentTarget.value })}
            />
          </>
        )}
        <div className="reach" role="status">
          <Preview q={asked} />
        </div>
        <Switch
          label={t('searches.bell')}
          description={t('searches.bellHint')}
          checked={wanted.bell}
          onChange={(event) => set({ bell: event.currentTarget.checked })}
        />
        <NativeSelect
          label={t('searches.mail')}
          description={t('searches.mailHint')}
          value={wanted.mail}
          onChange={(event) => set({ mail: event.currentTarget.value as Wanted['mail'] })}
          data={MAILS.map((value) => ({ value, label: t(`searches.mails.${value}`) }))}
        />
        {own && (
          <Switch
            label={t('searches.share')}
            description={t('searches.shareHint')}
            checked={wanted.shared}
            onChange={(event) => set({ shared: event.currentTarget.checked })}
          />
        )}
        {!refused && <Failure error={save.error} />}
        <div className="cluster">
          <Button type="submit" loading={save.isPending}>
            {t('searches.keep')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('searches.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
