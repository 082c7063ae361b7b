import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable, type Statistics, type TechniqueCount } from 'tocsin';
import { number } from '../parts/number.ts';
import { usePerson } from '../session/session.ts';
import { levelOf, most } from './amounts.ts';
import { Chart } from './Chart.tsx';
import { numberCell } from './DataTable.tsx';

/** The enterprise tactics in the order in which MITRE shows them. */
const TACTICS = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
];

const written = (tactic: string): string => {
  const words = tactic.replaceAll('-', ' ');
  return printable(words.charAt(0).toUpperCase() + words.slice(1));
};

/** Tactics with their techniques; the last, without a name, has those of which nobody has said it. */
function columnsOf(techniques: readonly TechniqueCount[]): [tactic: string, TechniqueCount[]][] {
  const columns = new Map<string, TechniqueCount[]>();
  for (const technique of techniques.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    for (const tactic of technique.tactics.length === 0 ? [''] : technique.tactics)
      columns.set(tactic, [...(columns.get(tactic) ?? []), technique]);
  const place = (tactic: string) => (tactic === '' ? Infinity : TACTICS.indexOf(tactic) + 1 || TACTICS.length + 1);
  return [...columns].toSorted(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** What is said of ATT&CK, as its matrix. */
export function Attack({ statistics: { techniques }, asTable }: { statistics: Statistics; asTable: boolean }) {
  const { t } = useTranslation();
  const top = most(techniques.map(({ count }) => count));
  const data = {
    head: [t('dashboard.technique'), t('dashboard.name'), t('dashboard.tactics'), t('dashboard.count')],
    rows: techniques.map(({ id, name, tactics, count, q }) => [
      { text: id },
      { text: printable(name ?? '–') },
      { text: tactics.map(written).join(', ') || '–' },
      numberCell(count, q),
    ]),
  };
  return (
    <Chart title={t('dashboard.attack')} note={t('dashboard.attackNote')} data={data} asTable={asTable && top > 0}>
      {techniques.length === 0 ? (
        <p className="muted">{t('dashboard.attackNone')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('dashboard.attack')}>
          {techniques.every(({ tactics }) => tactics.length === 0) && <Unnamed />}
          <div className="matrix">
            {columnsOf(techniques).map(([tactic, ones]) => (
              <section key={tactic}>
                <h3>{tactic === '' ? t('dashboard.noTactic') : written(tactic)}</h3>
                <ul>
                  {ones.map(({ id, name, count, q }) => (
                    <li key={id} data-level={levelOf(count, top)}>
                      <Link to="/search" search={{ q }} title={`${id} ${printable(name ?? '')}: ${number(count)}`}>
                        <span className="between">
                          <span className="mono">{id}</span>
                          <strong>{number(count)}</strong>
                        </span>
                        {name !== null && <span className="named">{printable(name)}</span>}
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </div>
      )}
    </Chart>
  );
}

/** Why all techniques stand in one column, and what would tell their names. */
function Unnamed() {
  const { t } = useTranslation();
  const { scopes } = usePerson();
  return (
    <p className="hint">
      {t('dashboard.attackUnnamed')}{' '}
      {scopes.includes('submit') && <Link to="/submit">{t('dashboard.attackImport')}</Link>}
    </p>
  );
}
