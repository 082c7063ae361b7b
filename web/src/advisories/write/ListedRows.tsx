import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/Icon.tsx';

interface ListedRows<Row> {
  title: string;
  /** Said where there are no rows. */
  none: string;
  add: string;
  rows: readonly Row[];
  fresh: () => Row;
  /** The fields of one row. */
  children: (row: Row, change: (part: Partial<Row>) => void, i: number) => ReactNode;
  onChange: (rows: Row[]) => void;
}

/** Rows that one adds to and takes from; what was taken comes back by undo. */
export function ListedRows<Row>({ title, none, add, rows, fresh, children, onChange }: ListedRows<Row>) {
  const { t } = useTranslation();
  return (
    <section className="card fields" aria-label={title}>
      <h2 className="small">{title}</h2>
      {rows.length === 0 && <p className="muted hint">{none}</p>}
      {rows.map((row, i) => (
        // rows have no names of their own while they are written
        <div key={i} className="row-fields" role="group" aria-label={`${title} ${i + 1}`}>
          <div className="row-body">
            {children(row, (part) => onChange(rows.map((one, at) => (at === i ? { ...one, ...part } : one))), i)}
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t('write.remove', { what: `${title} ${i + 1}` })}
            onClick={() => onChange(rows.filter((_, at) => at !== i))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button size="xs" variant="default" onClick={() => onChange([...rows, fresh()])}>
          {add}
        </Button>
      </div>
    </section>
  );
}
