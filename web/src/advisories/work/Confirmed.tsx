import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdvisoryWork, printable } from 'tocsin';
import { Tlp } from '../../parts/Tlp.tsx';
import { When } from '../../parts/When.tsx';
import { Recipients } from '../../submit/Recipients.tsx';
import { ALL, useAddressees, useRecipients } from '../../submit/whom.ts';
import { choiceIn, textOf } from '../write/text.ts';
import type { Deed } from './next.ts';
import { Refused } from './Refused.tsx';
import { StillOpen } from './StillOpen.tsx';
import { Superseding } from './Superseding.tsx';

/** Why an advisory is taken back, and the one that stands in its place. */
export interface Withdrawal {
  reason: string;
  by?: string;
}

interface ConfirmedProps {
  work: AdvisoryWork;
  deed: Deed;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: (why?: Withdrawal) => void;
}

/** Names what is about to be done to what, and whom it reaches. */
export function Confirmed({ work, deed, busy, error, onClose, onConfirm }: ConfirmedProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [by, setBy] = useState('');
  const { groups } = useAddressees();
  const publishes = deed === 'publish' || deed === 'publishLater';
  const { tlp, audience } = work.body;
  const choice = choiceIn(textOf(work.body), groups);
  // what no choice can say, blocs and exceptions, is asked as it is
  const ways = [{ tlp, ...(choice === undefined && audience !== undefined && { audience }) }];
  const { ready } = useRecipients(publishes ? ways : [], choice ?? ALL);
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
          onConfirm(deed === 'withdraw' ? { reason: reason.trim(), ...(by !== '' && { by }) } : undefined);
        }}
      >
        <p className="cluster">
          <Tlp label={work.body.tlp} /> <strong>{printable(work.body.title)}</strong>
        </p>
        <p className="hint">{t(`confirm.why.${deed}`)}</p>
        {publishes && <StillOpen work={work} />}
        {publishes && <Recipients ways={ways} choice={choice ?? ALL} />}
        {publishes && <NotBefore work={work} />}
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
        {deed === 'withdraw' && <Superseding id={work.id} value={by} onChange={setBy} />}
        <Refused id={work.id} error={error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('confirm.no')}
          </Button>
          <Button
            type="submit"
            {...(grave && { color: 'red' })}
            loading={busy}
            disabled={(publishes && !ready) || (deed === 'withdraw' && reason.trim() === '')}
          >
            {t(deed === 'withdraw' && by !== '' ? 'deed.supersede' : `deed.${deed}`)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** When it will be, if that is later. */
function NotBefore({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const { publish_at: publishAt } = work.body;
  return publishAt !== undefined && Date.parse(publishAt) > Date.now() ? (
    <p className="hint">
      {t('confirm.notBefore')} <When at={publishAt} />
    </p>
  ) : null;
}
