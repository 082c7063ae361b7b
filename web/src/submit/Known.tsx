import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { defangAny, type LookupResult, printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Warned } from '../parts/Warned.tsx';
import { useCalm } from '../parts/useCalm.ts';
import type { Line } from './lines.ts';

const SHOWN = 50;

/** What the hub makes of the lines, before they are shared: their types, and what is known of them already. */
export function Known({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation();
  const values = useCalm(
    lines
      .slice(0, SHOWN)
      .map(({ value }) => value)
      .join('\n'),
  );
  const { data } = useQuery({
    queryKey: ['known', values],
    enabled: values !== '',
    queryFn: async ({ signal }) => {
      const found: LookupResult[] = [];
      for await (const result of hub.lookup(values.split('\n'), { signal })) found.push(result);
      return found;
    },
  });
  if (!data || values === '') return null;
  return (
    <div className="scroll-x">
      <table className="table" aria-label={t('known.title')}>
        <thead>
          <tr>
            <th scope="col">{t('known.value')}</th>
            <th scope="col">{t('column.type')}</th>
            <th scope="col">{t('known.known')}</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ value, observable, known, members, warnings }) => (
            <tr key={value}>
              <td className="mono">{printable(defangAny(value))}</td>
              <td>
                {observable?.type ?? (
                  <span className="tag" data-tone="warn">
                    {t('known.unclear')}
                  </span>
                )}
              </td>
              <td>
                {warnings && <Warned warnings={warnings} />}
                {known ? t('known.members', { count: members }) : <span className="muted">{t('known.new')}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > SHOWN && <p className="muted hint">{t('known.more', { count: lines.length - SHOWN })}</p>}
    </div>
  );
}
