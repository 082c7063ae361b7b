import { useTranslation } from 'react-i18next';

/** The head of a table whose columns show by themselves what they are: for who listens. */
export function SilentHead({ columns }: { columns: readonly ('time' | 'op' | 'from' | 'type' | 'value')[] }) {
  const { t } = useTranslation();
  return (
    <thead className="silent">
      <tr>
        {columns.map((name) => (
          <th key={name} scope="col">
            <span className="sr">{t(`column.${name}`)}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}
