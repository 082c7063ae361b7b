import { Button, Modal, Switch, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StixObject, tlpOf } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { tell } from '../parts/tell.ts';
import { touch } from './queries.ts';
import { ownAlone } from './values.ts';

const MOST = 10_000;

/** What one has to say about an object: whoever sees the object reads it, or one's own organisation alone. */
export function Comment({ object, onClose }: { object: StixObject; onClose: () => void }) {
  const { t } = useTranslation();
  const [content, setContent] = useState('');
  const [own, setOwn] = useState(false);
  const { id } = object;
  const say = useMutation({
    mutationFn: () => hub.comment(id, { content: content.trim(), ...(own && ownAlone(object)) }),
    onSuccess: ({ id: note, etag }) => {
      touch(id);
      onClose();
      if (note !== undefined) tell(t('undo.comment'), () => hub.revoke(note, etag).then(() => touch(id)));
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('remark.title')} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          say.mutate();
        }}
      >
        <Textarea
          data-autofocus
          required
          autosize
          minRows={3}
          maxRows={12}
          maxLength={MOST}
          label={t('remark.text')}
          description={t(own ? 'remark.own' : 'remark.all')}
          value={content}
          onChange={(event) => setContent(event.currentTarget.value)}
        />
        {tlpOf(object) !== 'red' && (
          <Switch label={t('remark.alone')} checked={own} onChange={(event) => setOwn(event.currentTarget.checked)} />
        )}
        <Failure error={say.error} />
        <div className="cluster">
          <Button type="submit" loading={say.isPending} disabled={content.trim() === ''}>
            {t('remark.say')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
