import { useTranslation } from 'react-i18next';
import type { Tlp } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { type Choice, useRecipients } from './whom.ts';

/** Who will have it, before anything is sent: the hub says, by the rule that it reads by. */
export function Recipients({ tlp, choice }: { tlp: Tlp; choice: Choice }) {
  const { t } = useTranslation();
  const { data, error, chosen } = useRecipients(tlp, choice);
  if (error) return <Failure error={error} title={t('submit.nobodyWill')} />;
  return (
    <div className="reach" role="status">
      {!chosen && <span className="muted">{t('submit.nobody')}</span>}
      {chosen && !data && <span className="muted">{t('submit.asking')}</span>}
      {data && (
        <>
          <strong>
            {data.people
              ? t('submit.reachPeople', { count: data.people.length })
              : t('submit.reach', { count: data.organisations.length, total: data.of })}
          </strong>
          {data.public && <div>{t('submit.public')}</div>}
          <ul className="reached">
            {(data.people ?? data.organisations).map((name) => (
              <li key={name} className="tag">
                {name}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
