import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryWork, WorkComment } from 'tocsin';
import { hub, send } from '../../hub.ts';
import { Failure } from '../../parts/Failure.tsx';
import { useNames } from '../../parts/names.ts';
import { When } from '../../parts/When.tsx';
import { queries } from '../../queries.ts';
import { workPath } from '../calls.ts';

interface NewCommentProps {
  id: string;
  label: string;
  passage?: string;
  parent?: string;
  focus?: boolean;
  onDone?: () => void;
}

const read = (id: string) => queries.invalidateQueries({ queryKey: ['work', id, 'comments'] });

/** Where one says something. */
export function NewComment({ id, label, passage, parent, focus = false, onDone }: NewCommentProps) {
  const { t } = useTranslation();
  const [body, setBody] = useState('');
  const add = useMutation({
    mutationFn: () =>
      hub.rest.post(workPath(id, 'comments'), {
        body,
        ...(passage !== undefined && { passage }),
        ...(parent !== undefined && { parent }),
      }),
    onSuccess: async () => {
      setBody('');
      await read(id);
      onDone?.();
    },
  });
  return (
    <form
      className="fields comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      {passage !== undefined && (
        <blockquote className="quoted">{passage.length > 200 ? `${passage.slice(0, 199)}…` : passage}</blockquote>
      )}
      <Textarea
        label={label}
        rows={2}
        maxLength={10_000}
        autoFocus={focus}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone?.();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && body.trim() !== '') add.mutate();
        }}
      />
      <div className="cluster">
        <Button type="submit" size="xs" disabled={body.trim() === ''} loading={add.isPending}>
          {t('comment.say')}
        </Button>
        {onDone && (
          <Button size="xs" variant="default" onClick={onDone}>
            {t('confirm.no')}
          </Button>
        )}
      </div>
      <Failure error={add.error} />
    </form>
  );
}

interface ThreadProps {
  work: AdvisoryWork;
  comment: WorkComment;
  all: readonly WorkComment[];
  may: boolean;
  /** The words that it is about do not stand in the text any more. */
  gone?: boolean;
}

/** A comment with its answers; folded once it is dealt with. */
export function Thread({ work, comment, all, may, gone = false }: ThreadProps) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const [answers, setAnswers] = useState(false);
  const { id } = work;
  const resolved = comment.resolved_at !== null;
  const settle = useMutation({
    mutationFn: () => send('PUT', workPath(id, `comments/${comment.id}`), { resolved: !resolved }),
    onSuccess: () => read(id),
  });
  const said = [comment, ...all.filter(({ parent }) => parent === comment.id)];
  return (
    <details className="thread" open={!resolved}>
      <summary>
        {nameOf(comment.organisation)} <When at={comment.at} />
        {resolved && (
          <span className="tag" data-tone="good">
            {t('comment.resolved')}
          </span>
        )}
        {gone && <span className="tag">{t('comment.gone')}</span>}
      </summary>
      {gone && <blockquote className="quoted">{comment.passage}</blockquote>}
      {said.map((one, i) => (
        <div key={one.id}>
          {i > 0 && (
            <div className="muted hint">
              {nameOf(one.organisation)} <When at={one.at} />
            </div>
          )}
          <p className="said">{one.body}</p>
        </div>
      ))}
      {may && (
        <div className="cluster">
          <Button size="compact-sm" variant="default" loading={settle.isPending} onClick={() => settle.mutate()}>
            {t(resolved ? 'comment.reopen' : 'comment.resolve')}
          </Button>
          {!resolved && !answers && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAnswers(true)}>
              {t('comment.answer')}
            </Button>
          )}
        </div>
      )}
      {answers && (
        <NewComment id={id} label={t('comment.answer')} parent={comment.id} onDone={() => setAnswers(false)} focus />
      )}
      <Failure error={settle.error} />
    </details>
  );
}
