import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Statistics } from 'tocsin';
import { number, shortNumber } from '../parts/number.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { most } from './amounts.ts';
import { Chart } from './Chart.tsx';
import { Count, numberCell } from './DataTable.tsx';
import { Latest } from './Latest.tsx';
import { monthOf, Tick } from './Tick.tsx';
import { useRoving } from './useRoving.ts';

/** What was shared in each period, by its label. */
export function Volume({ statistics: { periods, tlp }, asTable }: { statistics: Statistics; asTable: boolean }) {
  const { t } = useTranslation();
  const top = most(periods.map(({ count }) => count));
  const cells = periods.flatMap(({ count }, i) => (count > 0 ? [`0,${i}`] : []));
  const { field, stop } = useRoving(cells);
  const labels = tlp.filter(({ count }) => count > 0);
  const data = {
    head: [t('dashboard.period'), ...tlp.map((one) => `TLP:${one.tlp.toUpperCase()}`), t('dashboard.total')],
    rows: periods.map(({ from, q, count }, i) => [
      { text: from },
      ...tlp.map((one) => numberCell(one.counts[i] ?? 0, `tlp:${one.tlp} ${q}`)),
      numberCell(count, q),
    ]),
  };
  return (
    <Chart title={t('dashboard.volume')} note={t('dashboard.volumeNote')} data={data} asTable={asTable}>
      <ul className="legend">
        {labels.map((one) => (
          <li key={one.tlp}>
            <span className="swatch" data-label={one.tlp} aria-hidden="true" />
            <Tlp label={one.tlp} />
            <Count count={one.count} q={one.q} />
          </li>
        ))}
      </ul>
      <Latest>
        <ol className="bars" {...field}>
          {periods.map(({ from, q, count }, i) => (
            <li key={from}>
              <span className="tall">
                {count > 0 && (
                  <Link
                    to="/search"
                    search={{ q }}
                    title={`${from}: ${number(count)}`}
                    aria-label={`${from}: ${number(count)}`}
                    {...stop(0, i)}
                  >
                    <span className="amount">{shortNumber(count)}</span>
                    {labels.toReversed().map((one) => (
                      <span
                        key={one.tlp}
                        className="part"
                        data-label={one.tlp}
                        style={{ height: `${((one.counts[i] ?? 0) / top) * 100}%` }}
                      />
                    ))}
                  </Link>
                )}
              </span>
              <Tick from={from} first={i === 0 || monthOf(from) !== monthOf(periods[i - 1]?.from)} />
            </li>
          ))}
        </ol>
      </Latest>
    </Chart>
  );
}
