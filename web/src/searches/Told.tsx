import { useTranslation } from 'react-i18next';
import { printable, type SavedSearch } from 'tocsin';

/** How one is told of what a search finds, and whose it is, in tags. */
export function Told({ search: { watch, shared, own, by } }: { search: SavedSearch }) {
  const { t } = useTranslation();
  const quiet = !watch.bell && watch.mail === 'none';
  return (
    <>
      {watch.paused && (
        <span className="tag" data-tone="warn">
          {t('searches.paused')}
        </span>
      )}
      {watch.bell && (
        <span className="tag" data-tone="good">
          {t('searches.bellTag')}
        </span>
      )}
      {watch.mail !== 'none' && (
        <span className="tag" data-tone="good">
          {t('searches.mailTag')}: {t(`searches.mails.${watch.mail}`).toLowerCase()}
        </span>
      )}
      {quiet && <span className="tag">{t('searches.quiet')}</span>}
      {!own ? (
        <span className="tag">{t('searches.of', { name: printable(by) })}</span>
      ) : (
        shared && <span className="tag">{t('searches.shared')}</span>
      )}
    </>
  );
}
