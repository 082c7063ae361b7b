import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ImportOptions, type ImportPreview, printable } from 'tocsin';

interface MappingProps {
  preview: ImportPreview;
  onChange: (mapping: NonNullable<ImportOptions['mapping']>) => void;
}

/** What each column of a table is taken for. The hub proposes; whoever imports confirms or changes it. */
export function Mapping({ preview, onChange }: MappingProps) {
  const { t } = useTranslation();
  const { mapping, header, ignored = [], fields = [] } = preview;
  if (!mapping) return null;
  const taken = Object.entries(mapping.columns);
  const width = header?.length ?? Math.max(...taken.map(([, at]) => at), ...ignored.map(columnOf), 1);
  const assign = (column: number, field: string) => {
    const others = taken.filter(([name, at]) => at !== column && name !== field);
    const columns = Object.fromEntries([...others, ...(field === '' ? [] : [[field, column] as const])]);
    onChange({ delimiter: mapping.delimiter, header: mapping.header, columns });
  };
  return (
    <fieldset className="plain">
      <legend>{t('file.columns')}</legend>
      <div className="mapping">
        {Array.from({ length: width }, (_, i) => i + 1).map((column) => (
          <NativeSelect
            key={column}
            size="xs"
            label={printable(header?.[column - 1] ?? '') || t('file.column', { number: column })}
            value={taken.find(([, at]) => at === column)?.[0] ?? ''}
            onChange={(event) => assign(column, event.currentTarget.value)}
            data={[
              { value: '', label: t('file.unused') },
              ...fields.map((field) => ({ value: field, label: t(`mapped.${field}`) })),
            ]}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** `column 3`, as the hub names what has no header. */
const columnOf = (name: string): number => Number(/^column (\d+)$/.exec(name)?.[1] ?? 1);
