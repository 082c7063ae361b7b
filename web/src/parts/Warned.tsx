import { useTranslation } from 'react-i18next';

/** That many hold a value for no indicator: the lists that have it. */
export function Warned({ warnings }: { warnings: readonly { list: string; name: string }[] }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone="warn" title={warnings.map(({ name }) => name).join('\n')}>
      {t('warned.short', { count: warnings.length })}
    </span>
  );
}
