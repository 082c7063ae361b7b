import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Product } from 'tocsin';
import { ListedRows } from './ListedRows.tsx';
import { STATUSES, type Text } from './text.ts';
import { Words } from './Words.tsx';

type Row = Text['products'][number];
const FRESH: Row = { vendor: '', name: '', version: '', status: 'affected', cves: [] };

/** Products, and how each is concerned. */
export function Products({ rows, onChange }: { rows: Row[]; onChange: (rows: Row[]) => void }) {
  const { t } = useTranslation();
  return (
    <ListedRows
      title={t('field.products')}
      none={t('write.noProducts')}
      add={t('write.addProduct')}
      rows={rows}
      fresh={() => FRESH}
      onChange={onChange}
    >
      {(row, change) => (
        <>
          <div className="trio">
            {(['vendor', 'name', 'version'] as const).map((name) => (
              <TextInput
                key={name}
                label={t(`product.${name}`)}
                required
                maxLength={200}
                value={row[name]}
                onChange={(event) => change({ [name]: event.currentTarget.value })}
              />
            ))}
          </div>
          <div className="pair even">
            <NativeSelect
              label={t('product.status')}
              value={row.status}
              onChange={(event) => change({ status: event.currentTarget.value as Product['status'] })}
              data={STATUSES.map((status) => ({ value: status, label: t(`productStatus.${status}`) }))}
            />
            <Words
              label={t('product.cves')}
              words={row.cves}
              between={/[\s,]+/}
              onChange={(cves) => change({ cves })}
            />
          </div>
        </>
      )}
    </ListedRows>
  );
}
