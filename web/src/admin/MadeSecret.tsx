import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Line } from '../parts/Line.tsx';

/** A webhook's secret, this once. */
export function MadeSecret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="card once fields" aria-label={t('webhooks.secretOf', { name })}>
      <Line title={t('webhooks.secretOf', { name })} text={secret}>
        {t('webhooks.secretHint')}
      </Line>
      <div className="cluster end">
        <Button onClick={onClose}>{t('keys.kept')}</Button>
      </div>
    </section>
  );
}
