import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { defangAny, type Outcome, printable } from 'tocsin';
import { Reason } from '../parts/Reason.tsx';
import { useSome } from '../parts/Some.tsx';
import { Warned } from '../parts/Warned.tsx';
import type { Line } from './lines.ts';

/** What became of each line, in the order of the lines. */
export interface Told {
  readonly line: Line;
  readonly outcome: Outcome;
}

const TONE = { created: 'good', updated: 'good', unchanged: undefined, rejected: 'bad' } as const;

/** What became of each line; a refused one says why. */
export function Outcomes({ told }: { told: readonly Told[] }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []); // it comes up above all else, and far from the button that was pressed
  const count = (outcome: keyof typeof TONE) => told.filter((one) => one.outcome.outcome === outcome).length;
  // what was refused is what one wants to see first
  const sorted = [...told.filter(isRefused), ...told.filter((one) => !isRefused(one))];
  const { shown, more } = useSome(sorted);
  const kinds = (Object.keys(TONE) as (keyof typeof TONE)[]).filter((outcome) => count(outcome) > 0);
  return (
    <section className="card" aria-label={t('outcome.title')}>
      <h2 ref={heading} tabIndex={-1}>
        {t('outcome.title')}
      </h2>
      <p className="cluster" role="status">
        {kinds.map((outcome) => (
          <span key={outcome} className="tag" data-tone={TONE[outcome]}>
            {t(`outcomeCount.${outcome}`, { count: count(outcome) })}
          </span>
        ))}
      </p>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('outcome.line')}</th>
              <th scope="col">{t('known.value')}</th>
              <th scope="col">{t('outcome.result')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, outcome }) => (
              <tr key={outcome.index}>
                <td>{line.number}</td>
                <td className="mono">
                  {outcome.id === undefined ? (
                    printable(defangAny(line.value))
                  ) : (
                    <Link to="/objects/$id" params={{ id: outcome.id }}>
                      {printable(defangAny(line.value))}
                    </Link>
                  )}
                </td>
                <td>
                  <span className="tag" data-tone={TONE[outcome.outcome]}>
                    {t(`outcome.${outcome.outcome}`)}
                  </span>
                  {outcome.warnings && <Warned warnings={outcome.warnings} />}
                  {outcome.outcome === 'rejected' && <Reason code={outcome.code} detail={outcome.detail} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more}
    </section>
  );
}

const isRefused = ({ outcome }: Told): boolean => outcome.outcome === 'rejected';
