import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThreadAnswer, Tlp as Label } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { queries } from '../queries.ts';
import { usePerson } from '../session/session.ts';
import { workPath } from './calls.ts';
import { Markdown } from './Markdown.tsx';
import { mayWrite } from './write/text.ts';

interface AnswersProps {
  id: string;
  tlp: Label | undefined;
  /** Identity of who asks. */
  asker: string | undefined;
  withdrawn: boolean;
}

const read = (id: string) => queries.invalidateQueries({ queryKey: ['answers', id] });

/** A request for information, answered in a thread: to all who see it, or to who asks alone. */
export function Answers({ id, tlp, asker, withdrawn }: AnswersProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const { data, error } = useQuery({
    queryKey: ['answers', id],
    refetchInterval: 20_000,
    queryFn: async () => {
      const all: ThreadAnswer[] = [];
      for await (const one of hub.advisories.thread(id)) all.push(one);
      return all;
    },
  });
  const may = mayWrite(me) && !withdrawn;
  return (
    <section className="card fields" aria-label={t('answers.title')}>
      <h2 className="small">{t('answers.title')}</h2>
      <Failure error={error} />
      {data?.length === 0 && <p className="muted hint">{t('answers.none')}</p>}
      {data?.map((one) => (
        <Answer key={one.id} request={id} answer={one} may={may} asker={asker} tlp={tlp} />
      ))}
      {may && <NewAnswer id={id} tlp={tlp} asker={asker} />}
    </section>
  );
}

interface AnswerProps {
  request: string;
  answer: ThreadAnswer;
  may: boolean;
  asker: string | undefined;
  tlp: Label | undefined;
}

function Answer({ request, answer, may, asker, tlp }: AnswerProps) {
  const { t } = useTranslation();
  const { organisation: own } = usePerson();
  const nameOf = useNames();
  const [replies, setReplies] = useState(false);
  const [edits, setEdits] = useState<string>();
  const { id, organisation, content, created, modified, withdrawn, etag, in_reply_to: to } = answer;
  const mine = organisation === `identity--${own.id}`;
  const path = workPath(request, `answers/${id}`);
  const settle = useMutation({
    mutationFn: (text: string | undefined) =>
      hub.rest.request(
        text === undefined ? 'DELETE' : 'PUT',
        path,
        { headers: { 'if-match': etag }, ...(text !== undefined && { body: { content: text } }) },
        () => Promise.resolve(),
      ),
    onSuccess: () => {
      setEdits(undefined);
      void read(request);
    },
  });
  return (
    <article className="thread" data-reply={to !== null}>
      <div className="cluster">
        <strong>{nameOf(organisation)}</strong> <Tlp label={answer.tlp} /> <When at={created} />
        {modified !== created && !withdrawn && <span className="muted hint">{t('answers.changed')}</span>}
      </div>
      {withdrawn || content === null ? (
        <p className="muted">{t('answers.withdrawn')}</p>
      ) : edits === undefined ? (
        <Markdown text={content} />
      ) : (
        <Textarea
          aria-label={t('answers.words')}
          rows={4}
          value={edits}
          onChange={(event) => setEdits(event.currentTarget.value)}
        />
      )}
      {may && !withdrawn && (
        <div className="cluster">
          {edits === undefined ? (
            <Button size="compact-sm" variant="subtle" onClick={() => setReplies(!replies)}>
              {t('comment.answer')}
            </Button>
          ) : (
            <Button size="compact-sm" loading={settle.isPending} onClick={() => settle.mutate(edits)}>
              {t('answers.save')}
            </Button>
          )}
          {mine && (
            <>
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => setEdits(edits === undefined ? (content ?? '') : undefined)}
              >
                {t(edits === undefined ? 'deed.edit' : 'confirm.no')}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                loading={settle.isPending}
                onClick={() => settle.mutate(undefined)}
              >
                {t('answers.takeBack')}
              </Button>
            </>
          )}
        </div>
      )}
      {replies && <NewAnswer id={request} tlp={tlp} asker={asker} to={id} onDone={() => setReplies(false)} />}
      <Failure error={settle.error} />
    </article>
  );
}

interface NewAnswerProps {
  id: string;
  tlp: Label | undefined;
  asker: string | undefined;
  to?: string;
  onDone?: () => void;
}

function NewAnswer({ id, tlp, asker, to, onDone }: NewAnswerProps) {
  const { t } = useTranslation();
  const { organisation } = usePerson();
  const nameOf = useNames();
  const [content, setContent] = useState('');
  const [whom, setWhom] = useState<'all' | 'asker'>('all');
  const apart = to === undefined && tlp !== 'red' && tlp !== 'clear' && asker !== `identity--${organisation.id}`;
  const give = useMutation({
    mutationFn: () =>
      hub.advisories.answer(id, {
        content,
        ...(to !== undefined && { in_reply_to: to }),
        ...(whom === 'asker' && apart && { audience: { organisations: [nameOf(asker)] } }),
      }),
    onSuccess: () => {
      setContent('');
      void read(id);
      onDone?.();
    },
  });
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <Textarea
        label={t(to === undefined ? 'answers.new' : 'comment.answer')}
        description={t('answers.markdown')}
        rows={3}
        value={content}
        onChange={(event) => setContent(event.currentTarget.value)}
      />
      <div className="cluster">
        {apart && (
          <NativeSelect
            aria-label={t('submit.audience')}
            value={whom}
            onChange={(event) => setWhom(event.currentTarget.value as typeof whom)}
            data={[
              { value: 'all', label: t('answers.toAll') },
              { value: 'asker', label: t('answers.toAsker', { organisation: nameOf(asker) }) },
            ]}
          />
        )}
        <Button type="submit" size="xs" disabled={content.trim() === ''} loading={give.isPending}>
          {t('answers.give')}
        </Button>
      </div>
      <Failure error={give.error} />
    </form>
  );
}
