import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type AnswerTimes, printable, type Statistics } from 'tocsin';
import { When } from '../parts/When.tsx';
import { lengthOf, median } from './amounts.ts';
import { Chart } from './Chart.tsx';
import { type Data, DataTable } from './DataTable.tsx';

/** How long advisories waited for their answers: one's own, and to authors those of all. */
export function Answers({ statistics: { advisories } }: { statistics: Statistics }) {
  const { t, i18n } = useTranslation();
  const waited = ({ published }: AnswerTimes, at: string) =>
    lengthOf(Math.max(0, Date.parse(at) - Date.parse(published)), i18n.language);
  const yours = (one: AnswerTimes): string => {
    if (one.own) return t('dashboard.own');
    return one.answered === null ? t('dashboard.open') : t('dashboard.after', { time: waited(one, one.answered) });
  };
  const theirs = ({ readers, published }: AnswerTimes): string => {
    if (readers === null) return t('dashboard.unknown');
    const half = median(readers.answered.map((at) => Math.max(0, Date.parse(at) - Date.parse(published))));
    const said = t('dashboard.readers', { answered: readers.answered.length, addressed: readers.addressed });
    return half === undefined ? said : `${said}, ${t('dashboard.median', { time: lengthOf(half, i18n.language) })}`;
  };
  const data: Data = {
    head: [t('dashboard.advisory'), t('dashboard.published'), t('dashboard.yours'), t('dashboard.theirs')],
    rows: advisories.map((one) => [
      {
        text: printable(one.title),
        node: (
          <Link to="/advisories/$id" params={{ id: one.id }}>
            {printable(one.title)}
          </Link>
        ),
      },
      { text: one.published, node: <When at={one.published} /> },
      {
        text: yours(one),
        node: (
          <span className="tag" data-tone={one.own ? undefined : one.answered === null ? 'warn' : 'good'}>
            {yours(one)}
          </span>
        ),
      },
      { text: theirs(one), node: <Share one={one} said={theirs(one)} /> },
    ]),
  };
  return (
    <Chart title={t('dashboard.answers')} note={t('dashboard.answersNote')} data={data} asTable={false}>
      {advisories.length === 0 ? (
        <p className="muted">{t('dashboard.answersNone')}</p>
      ) : (
        <DataTable data={data} label={t('dashboard.answers')} />
      )}
    </Chart>
  );
}

/** A bar of how many have answered, beside the words. */
const Share = ({ one: { readers }, said }: { one: AnswerTimes; said: string }) => (
  <span className={readers === null ? 'muted' : 'share'}>
    {readers !== null && readers.addressed > 0 && (
      <span className="gauge" aria-hidden="true">
        <span style={{ width: `${(readers.answered.length / readers.addressed) * 100}%` }} />
      </span>
    )}
    {said}
  </span>
);
