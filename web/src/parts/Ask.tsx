import { Button, Modal, Textarea } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './Failure.tsx';
import { textsOf } from './form.ts';

interface AskProps {
  /** Names the thing. */
  title: string;
  /** What will be, once it is done. */
  children: ReactNode;
  /** What the button says: the deed, never "OK". */
  action: string;
  /** It can't be taken back. */
  isFinal?: boolean;
  /** A reason is asked for, and stands in the audit record. */
  withReason?: boolean;
  deed: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done that others will feel. */
export function Ask({ title, children, action, isFinal = false, withReason = false, deed, onClose }: AskProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    deed(textsOf(event.currentTarget)('reason').trim())
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('object.close') }}>
      <form className="fields" onSubmit={submit}>
        <div className="stack">{children}</div>
        {withReason && (
          <Textarea
            name="reason"
            label={t('admin.reason')}
            description={t('admin.reasonHint')}
            rows={2}
            maxLength={300}
            required
            data-autofocus
          />
        )}
        <Failure error={error} />
        <div className="cluster end">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" color={isFinal ? 'red' : undefined} loading={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
