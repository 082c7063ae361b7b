import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdvisoryWork, printable } from 'tocsin';
import { Tlp } from '../../parts/Tlp.tsx';
import { When } from '../../parts/When.tsx';
import { Recipients as Reached } from '../../submit/Recipients.tsx';
import { useAddressees } from '../../submit/whom.ts';
import { choiceIn, textOf } from '../write/text.ts';
import type { Deed } from './next.ts';
import { Refused } from './Refused.tsx';

interface ConfirmedProps {
  work: AdvisoryWork;
  deed: Deed;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: (reason?: string) => void;
}

/** Names what is about to be done to what, and whom it reaches. */
export function Confirmed({ work, deed, busy, error, onClose, onConfirm }: ConfirmedProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const grave = deed === 'withdraw' || deed === 'discard';
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`confirm.${deed}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(deed === 'withdraw' ? reason.trim() : undefined);
        }}
      >
        <p className="cluster">
          <Tlp label={work.body.tlp} /> <strong>{printable(work.body.title)}</strong>
        </p>
        <p className="hint">{t(`confirm.why.${deed}`)}</p>
        {(deed === 'publish' || deed === 'publishLater') && <Recipients work={work} />}
        {deed === 'withdraw' && (
          <Textarea
            data-autofocus
            label={t('confirm.reason')}
            required
            rows={3}
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <Refused id={work.id} error={error} />
        <div className="cluster">
          <Button
            type="submit"
            {...(grave && { color: 'red' })}
            loading={busy}
            disabled={deed === 'withdraw' && reason.trim() === ''}
          >
            {t(`deed.${deed}`)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('confirm.no')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Who will have it, by name, as the hub says. */
function Recipients({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const { groups } = useAddressees();
  const choice = choiceIn(textOf(work.body), groups);
  const { tlp, publish_at: publishAt } = work.body;
  return (
    <>
      {choice ? <Reached ways={[{ tlp }]} choice={choice} /> : <p>{t('confirm.resolved')}</p>}
      {publishAt !== undefined && Date.parse(publishAt) > Date.now() && (
        <p className="hint">
          {t('confirm.notBefore')} <When at={publishAt} />
        </p>
      )}
    </>
  );
}
