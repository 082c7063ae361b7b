import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryWork, WorkComment } from 'tocsin';
import { Failure } from '../../parts/Failure.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { usePerson } from '../../session/session.ts';
import { useComments } from '../calls.ts';
import { Markdown } from '../Markdown.tsx';
import { mayWrite } from '../write/text.ts';
import { NewComment, Thread } from './Comments.tsx';
import { openIn, threadsOf } from './threads.ts';

/** A passage at most, as the hub has it. */
const PASSAGE = 5_000;

interface Desk {
  readonly work: AdvisoryWork;
  readonly threads: readonly WorkComment[];
  readonly all: readonly WorkComment[];
  readonly may: boolean;
}
const DeskContext = createContext<Desk | undefined>(undefined);

/** The text, passage by passage, each with what is said of it. */
export function Reviewed({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const me = usePerson();
  const { data: all = [], error } = useComments(work.id);
  const text = work.body.body;
  const threads = threadsOf(all);
  const may = mayWrite(me) && ['draft', 'review', 'signing'].includes(work.state);
  const desk = useMemo(() => ({ work, threads, all, may }), [work, all, may]);
  const elsewhere = threads.filter(({ passage }) => passage === null || !text.includes(passage));
  const open = openIn(threads);
  return (
    <DeskContext value={desk}>
      <section className="card" aria-label={t('field.body')}>
        <div className="cluster between">
          <h2 className="small">{t('field.body')}</h2>
          <span className="tag" data-tone={open > 0 ? 'warn' : undefined}>
            {t('comment.open', { count: open })}
          </span>
        </div>
        <Failure error={error} />
        {text === '' ? <p className="muted">{t('write.nothing')}</p> : <Markdown text={text} passage={Passage} />}
      </section>
      {(elsewhere.length > 0 || may) && (
        <section className="card fields" aria-label={t('comment.whole')}>
          <h2 className="small">{t('comment.whole')}</h2>
          {elsewhere.map((one) => (
            <Thread key={one.id} work={work} comment={one} all={all} may={may} gone={one.passage !== null} />
          ))}
          {may && <NewComment id={work.id} label={t('comment.new')} />}
        </section>
      )}
    </DeskContext>
  );
}

/** A block of the text, by where it stands in it. */
function Passage({ from, to, children }: { from: number; to: number; children: ReactNode }) {
  const { t } = useTranslation();
  const desk = useContext(DeskContext);
  const [passage, setPassage] = useState<string>();
  if (!desk) return <>{children}</>;
  const { work, threads, all, may } = desk;
  const block = work.body.body.slice(from, to);
  const own = threads.filter(
    (one) => one.passage !== null && block.includes(one.passage) && isFirst(work.body.body, one.passage, from, to),
  );
  return (
    <div className="passage" data-spoken={own.length > 0}>
      <div className="passage-text">{children}</div>
      {may && (
        <button
          type="button"
          className="passage-do"
          aria-label={t('comment.do')}
          title={t('comment.do')}
          onClick={() => setPassage(chosenIn(block))}
        >
          <Icon name="comment" size={16} />
        </button>
      )}
      {own.map((one) => (
        <Thread key={one.id} work={work} comment={one} all={all} may={may} />
      ))}
      {passage !== undefined && (
        <NewComment id={work.id} label={t('comment.on')} passage={passage} onDone={() => setPassage(undefined)} focus />
      )}
    </div>
  );
}

/** Words that stand several times are spoken of where they stand first. */
const isFirst = (text: string, passage: string, from: number, to: number): boolean => {
  const at = text.indexOf(passage);
  return at >= from && at < to;
};

/** The words that are marked, where they stand in the block as they are; else the block. */
function chosenIn(block: string): string {
  const marked = globalThis.getSelection()?.toString().trim() ?? '';
  return marked !== '' && block.includes(marked) ? marked : block.trim().slice(0, PASSAGE);
}
