import { useTranslation } from 'react-i18next';
import { type AdvisoryDiff, type DiffHunk, type DiffLine, type Difference, printable } from 'tocsin';

/** In what one text differs from another, property by property; the text itself line by line, with the words that changed. */
export function Diff({ diff }: { diff: AdvisoryDiff }) {
  const { t } = useTranslation();
  if (diff.changes.length === 0) return <p className="muted hint">{t('diff.none')}</p>;
  return (
    <div className="stack">
      {diff.changes.map((change) => (
        <section key={change.field} className="card" aria-label={change.field}>
          <h3 className="small">{t(`field.${change.field}`, { defaultValue: change.field })}</h3>
          <Change change={change} />
        </section>
      ))}
    </div>
  );
}

function Change({ change }: { change: Difference }) {
  const { t } = useTranslation();
  if ('hunks' in change)
    return (
      <div className="diff" role="group" tabIndex={0} aria-label={t('field.body')}>
        {change.hunks.map((hunk) => (
          <Hunk key={`${hunk.before} ${hunk.after}`} hunk={hunk} />
        ))}
      </div>
    );
  const [out, into] = 'added' in change ? [change.removed, change.added] : [[change.before], [change.after]];
  if (out.length + into.length === 0) return <p className="muted hint">{t('diff.order')}</p>;
  return (
    <div className="diff">
      {out.filter(isThere).map((value) => (
        <Line key={`- ${shown(value)}`} line={{ op: '-', text: shown(value) }} />
      ))}
      {into.filter(isThere).map((value) => (
        <Line key={`+ ${shown(value)}`} line={{ op: '+', text: shown(value) }} />
      ))}
    </div>
  );
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const Hunk = ({ hunk }: { hunk: DiffHunk }) => (
  <div className="hunk">
    {hunk.lines.map((line, i) => (
      // a text has equal lines
      <Line key={i} line={line} />
    ))}
  </div>
);

function Line({ line: { op, text, words } }: { line: DiffLine }) {
  const said = (words ?? [{ text, changed: false }]).map((word, i) =>
    // words come again
    word.changed ? <mark key={i}>{printable(word.text)}</mark> : <span key={i}>{printable(word.text)}</span>,
  );
  const line = (
    <>
      <span className="op">{op}</span>
      <span>{said}</span>
    </>
  );
  if (op === '-') return <del className="diff-line">{line}</del>;
  return op === '+' ? <ins className="diff-line">{line}</ins> : <div className="diff-line">{line}</div>;
}
