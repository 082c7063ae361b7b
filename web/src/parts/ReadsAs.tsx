import { useTranslation } from 'react-i18next';
import { printable, type ReadsAs as Reading } from 'tocsin';

/** A name as people read it, and whether letters of several scripts make it look like another. */
export function ReadsAs({ name }: { name: Reading }) {
  const { t } = useTranslation();
  const scripts = name.mixed_scripts;
  return (
    <span
      className="tag"
      data-tone={scripts && 'warn'}
      title={scripts && t('readsAs.mixedWhy', { scripts: scripts.map(printable).join(', ') })}
    >
      {t(scripts ? 'readsAs.mixed' : 'readsAs.short', { name: printable(name.text) })}
    </span>
  );
}
