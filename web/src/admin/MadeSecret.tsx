import { useTranslation } from 'react-i18next';
import { Line } from '../parts/Line.tsx';
import { Once } from './Once.tsx';

/** A webhook's secret, this once. */
export function MadeSecret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Once title={t('webhooks.secretOf', { name })} onClose={onClose}>
      <Line title={t('webhooks.secretOf', { name })} text={secret}>
        {t('webhooks.secretHint')}
      </Line>
    </Once>
  );
}
