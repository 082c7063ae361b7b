import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../feed/row.ts';
import { Tlp } from './Tlp.tsx';
import { When } from './When.tsx';

const COLUMNS = ['time', 'op', 'tlp', 'from', 'type', 'value', 'confidence', 'note'] as const;

interface Line {
  row: Row;
  /** Place in the whole list, from 1; the header is 1. */
  index: number;
  top: number;
  from: string;
  /** Open beside the list. */
  chosen: boolean;
  /** One of those that something will be done with. */
  selected: boolean;
  focused: boolean;
}

/** One line of a grid. Never a link to what it names. */
export const RowLine = memo(function RowLine({ row, index, top, from, chosen, selected, focused }: Line) {
  const { t } = useTranslation();
  return (
    <div
      role="row"
      className="row"
      aria-rowindex={index}
      aria-selected={selected}
      data-open={chosen}
      tabIndex={focused ? 0 : -1}
      data-id={row.id}
      data-key={row.key}
      data-op={row.op}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell">
        <When at={row.at} />
      </span>
      <span role="gridcell" className="op">
        {t(`op.${row.op}`)}
      </span>
      <span role="gridcell">
        <Tlp label={row.tlp} />
      </span>
      <span role="gridcell">{from}</span>
      <span role="gridcell" className="muted">
        {row.type}
      </span>
      <span role="gridcell" className="value mono" title={row.value}>
        {row.value}
      </span>
      <span role="gridcell" className="number">
        {row.confidence ?? '–'}
      </span>
      <span role="gridcell" className="muted note">
        {row.note}
      </span>
    </div>
  );
});

/** The header of a grid, in a row group of its own. */
export function RowHeader() {
  const { t } = useTranslation();
  return (
    <div role="rowgroup">
      <div role="row" className="row head" aria-rowindex={1}>
        {COLUMNS.map((name) => (
          <span key={name} role="columnheader" className={name === 'confidence' ? 'number' : undefined}>
            {t(`column.${name}`)}
          </span>
        ))}
      </div>
    </div>
  );
}
