import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Line } from '../parts/Line.tsx';
import { When } from '../parts/When.tsx';
import type { Invitation } from './api.ts';

/** A link to hand over: to join, or for a new password. It is shown here and nowhere again. */
export function OneTimeLink({ made, onClose }: { made: Invitation & { link: string }; onClose: () => void }) {
  const { t } = useTranslation();
  const { purpose, email, expires_at: until, link } = made;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(`link.${purpose}`, { email })}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <div className="fields">
        <Line title={t('link.title')} text={link}>
          {t('link.once')}
        </Line>
        <p className="hint">
          {t('link.until')} <When at={until} />
        </p>
        <div className="cluster end">
          <Button onClick={onClose}>{t('admin.done')}</Button>
        </div>
      </div>
    </Modal>
  );
}
