import { SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Series, Statistics } from 'tocsin';
import { number, shortNumber } from '../parts/number.ts';
import { levelOf, most } from './amounts.ts';
import { Chart } from './Chart.tsx';
import { Count, numberCell } from './DataTable.tsx';
import { Latest } from './Latest.tsx';
import { monthOf, Tick } from './Tick.tsx';
import { useRoving } from './useRoving.ts';

export type By = 'member' | 'type';

interface HeatProps {
  statistics: Statistics;
  asTable: boolean;
  by: By;
  onBy: (by: By) => void;
}

/** Members or types by periods: colour for who looks, the number for everybody. */
export function Heat({ statistics: { periods, members, types }, asTable, by, onBy }: HeatProps) {
  const { t } = useTranslation();
  const all: (Series & { name: string })[] =
    by === 'member'
      ? members.map((one) => ({ ...one, name: one.short_name }))
      : types.map((one) => ({ ...one, name: one.type }));
  const rows = all.filter(({ count }) => count > 0);
  const top = most(rows.flatMap(({ counts }) => counts));
  const cells = rows.flatMap(({ counts }, r) => counts.flatMap((count, c) => (count > 0 ? [`${r},${c}`] : [])));
  const { field, stop } = useRoving(cells);
  const data = {
    head: [t(`dashboard.${by}`), ...periods.map(({ from }) => from), t('dashboard.total')],
    rows: rows.map(({ name, q, count, counts }) => [
      { text: name },
      ...counts.map((one, i) => numberCell(one, `${q} ${periods[i]?.q ?? ''}`)),
      numberCell(count, q),
    ]),
  };
  const tools = (
    <SegmentedControl
      size="xs"
      aria-label={t('dashboard.by')}
      value={by}
      onChange={(value) => onBy(value)}
      data={(['member', 'type'] as const).map((value) => ({ value, label: t(`dashboard.${value}`) }))}
    />
  );
  return (
    <Chart
      title={t(`dashboard.heat.${by}`)}
      note={t(`dashboard.heatNote.${by}`)}
      data={data}
      asTable={asTable}
      tools={tools}
    >
      <Latest>
        <table className="heat" {...field}>
          <thead>
            <tr>
              <th scope="col">{t(`dashboard.${by}`)}</th>
              {periods.map(({ from }, i) => (
                <th key={from} scope="col">
                  <Tick from={from} first={i === 0 || monthOf(from) !== monthOf(periods[i - 1]?.from)} />
                </th>
              ))}
              <th scope="col">{t('dashboard.total')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, q, count, counts }, r) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {counts.map((one, c) => {
                  const { from = '', q: during = '' } = periods[c] ?? {};
                  return (
                    <td key={from} data-level={levelOf(one, top)}>
                      {one > 0 && (
                        <Link
                          to="/search"
                          search={{ q: `${q} ${during}` }}
                          title={`${name}, ${from}: ${number(one)}`}
                          {...stop(r, c)}
                        >
                          {shortNumber(one)}
                        </Link>
                      )}
                    </td>
                  );
                })}
                <td className="number">
                  <Count count={count} q={q} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Latest>
    </Chart>
  );
}
