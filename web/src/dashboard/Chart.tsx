import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Copy } from '../parts/Copy.tsx';
import { type Data, DataTable, textOf } from './DataTable.tsx';

interface ChartProps {
  title: string;
  note: string;
  data: Data;
  asTable: boolean;
  tools?: ReactNode;
  children: ReactNode;
}

/** A chart and the table behind it: one of them is shown, the table can always be copied. */
export function Chart({ title, note, data, asTable, tools, children }: ChartProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className="card chart" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {tools}
        <Copy text={textOf(data)} label={`${t('dashboard.copy')}: ${title}`} />
      </header>
      <p className="hint muted">{note}</p>
      {asTable ? <DataTable data={data} label={title} /> : children}
    </section>
  );
}
