import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Fields } from './Head.tsx';
import { ListedRows } from './ListedRows.tsx';

/** Further reading, and on what it rests: by reference, never the thing itself. */
export function References({ text, change }: Fields) {
  const { t } = useTranslation();
  return (
    <>
      <ListedRows
        title={t('field.references')}
        none={t('write.noReferences')}
        add={t('write.addReference')}
        rows={text.references}
        fresh={() => ({ title: '', url: '' })}
        onChange={(references) => change({ references })}
      >
        {(row, set) => (
          <div className="pair even">
            <TextInput
              label={t('field.title')}
              required
              value={row.title}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <TextInput
              label="URL"
              required
              placeholder="https://"
              value={row.url}
              onChange={(event) => set({ url: event.currentTarget.value.trim() })}
            />
          </div>
        )}
      </ListedRows>
      <ListedRows
        title={t('field.evidence')}
        none={t('write.noEvidence')}
        add={t('write.addEvidence')}
        rows={text.evidence}
        fresh={() => ({ title: '', url: '', object: '', sha256: '' })}
        onChange={(evidence) => change({ evidence })}
      >
        {(row, set) => (
          <>
            <TextInput
              label={t('field.title')}
              required
              value={row.title}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <div className="pair even">
              <TextInput
                label={t('write.kept')}
                placeholder="https://"
                value={row.url}
                onChange={(event) => set({ url: event.currentTarget.value.trim() })}
              />
              <TextInput
                label="SHA-256"
                value={row.sha256}
                onChange={(event) => set({ sha256: event.currentTarget.value.trim().toLowerCase() })}
              />
            </div>
          </>
        )}
      </ListedRows>
    </>
  );
}
