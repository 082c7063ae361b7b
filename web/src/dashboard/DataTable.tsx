import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { number } from '../parts/number.ts';

/** A cell: what is shown and copied, and the search behind it if it is a number. */
export interface Cell {
  readonly text: string;
  readonly q?: string;
  readonly node?: ReactNode;
}

/** What a chart shows, as a table. */
export interface Data {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const numberCell = (count: number, q: string): Cell => ({ text: String(count), q });

/** Tab-separated, as spreadsheets take it. */
export const textOf = ({ head, rows }: Data): string =>
  [head, ...rows.map((row) => row.map(({ text }) => text))]
    .map((cells) => cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');

/** A number that opens the list of what it counts; nothing opens nothing. */
export function Count({ count, q }: { count: number; q: string }) {
  if (count === 0) return <span className="muted">0</span>;
  return (
    <Link to="/search" search={{ q }}>
      {number(count)}
    </Link>
  );
}

export function DataTable({ data: { head, rows }, label }: { data: Data; label: string }) {
  return (
    // what scrolls must be reachable by keyboard
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="table numbers">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {row.map(({ text, q, node }, i) =>
                i === 0 ? (
                  <th key={head[i]} scope="row">
                    {node ?? text}
                  </th>
                ) : (
                  <td key={head[i]} className={q === undefined ? undefined : 'number'}>
                    {q === undefined ? (node ?? text) : <Count count={Number(text)} q={q} />}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
