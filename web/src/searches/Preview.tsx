import { useTranslation } from 'react-i18next';
import { HubError } from 'tocsin';
import { usePreview } from './queries.ts';

/** The sentence that says what a search would have brought, before it brings anything. */
export function Preview({ q }: { q: string }) {
  const { t } = useTranslation();
  const { data, error } = usePreview(q);
  if (error)
    return (
      <span className="muted">
        {t('searches.noPreview')}{' '}
        {error instanceof HubError && error.code === 'query_invalid' && <span lang="en">{error.detail}</span>}
      </span>
    );
  if (!data) return <span className="muted">{t('searches.counting')}</span>;
  const { matched, more, days } = data;
  return <span>{t(more ? 'searches.wouldMore' : 'searches.would', { count: matched, days })}</span>;
}
