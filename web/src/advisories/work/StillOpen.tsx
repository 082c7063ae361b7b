import { useTranslation } from 'react-i18next';
import type { AdvisoryWork } from 'tocsin';
import { useComments } from '../calls.ts';
import { openIn, threadsOf } from './threads.ts';

/** What the hub's templates ask for stands in italics, on a line of its own. */
const PROMPT = /^\*[^*\n]+\*$/gm;

/** What is not done yet, to whoever is about to fix the text: comments that are open, and prompts of its template. */
export function StillOpen({ work: { id, body } }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const { data = [] } = useComments(id);
  const comments = openIn(threadsOf(data));
  const prompts = body.body.match(PROMPT)?.length ?? 0;
  if (comments + prompts === 0) return null;
  return (
    <p className="hint cluster">
      {comments > 0 && (
        <span className="tag" data-tone="warn">
          {t('comment.open', { count: comments })}
        </span>
      )}
      {prompts > 0 && (
        <span className="tag" data-tone="warn">
          {t('write.prompts', { count: prompts })}
        </span>
      )}
    </p>
  );
}
