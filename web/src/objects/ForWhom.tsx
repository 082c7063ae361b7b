import { useTranslation } from 'react-i18next';
import { printable } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { useAudience } from './queries.ts';

/** For whom it is; and who sees it by now, where that is one's own to know. */
export function ForWhom({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: told, error } = useAudience(id);
  if (!told) return <Failure error={error} />;
  const { audience, group, organisations, of, people } = told;
  return (
    <>
      {t(`forWhom.${audience}`, { group: printable(group?.name ?? '') })}
      {organisations && (
        <details>
          <summary>
            {people
              ? t('forWhom.seenByPeople', { count: people.yours.length + people.others })
              : t('forWhom.seenBy', { count: organisations.length, total: of })}
          </summary>
          <ul className="reached">
            {(people?.yours ?? organisations).map((name) => (
              <li key={name} className="tag">
                {printable(name)}
              </li>
            ))}
            {people && people.others > 0 && <li>{t('forWhom.others', { count: people.others })}</li>}
          </ul>
        </details>
      )}
    </>
  );
}
