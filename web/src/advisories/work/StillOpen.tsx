import { useTranslation } from 'react-i18next';
import { useComments } from '../calls.ts';

/** That comments are open, to whoever is about to fix the text. */
export function StillOpen({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data = [] } = useComments(id);
  const known = new Set(data.map((one) => one.id));
  const isThread = (parent: string | null) => parent === null || !known.has(parent);
  const count = data.filter((one) => one.resolved_at === null && isThread(one.parent)).length;
  return count === 0 ? null : (
    <p className="hint">
      <span className="tag" data-tone="warn">
        {t('comment.open', { count })}
      </span>
    </p>
  );
}
