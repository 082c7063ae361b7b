import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudiencePreview } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { Tlp as Label } from '../parts/Tlp.tsx';
import { type Choice, useRecipients, type Way } from './whom.ts';

/** Who will have it, before anything is sent, by each way that some of it goes: the hub says, by the rule that it reads by. */
export function Recipients({ ways, choice }: { ways: readonly Way[]; choice: Choice }) {
  const { t } = useTranslation();
  const { told, chosen } = useRecipients(ways, choice);
  if (!chosen) return <Reach>{t('submit.nobody')}</Reach>;
  const several = told.length > 1;
  return told.map(({ tlp, audience, data, error }) => (
    <section
      key={JSON.stringify([tlp, audience])}
      aria-label={several ? `TLP:${tlp.toUpperCase()}` : undefined}
      className="stack tight"
    >
      {several && (
        <span className="cluster">
          <Label label={tlp} />
          {audience !== undefined && <span className="muted">{t('submit.ownAudience')}</span>}
        </span>
      )}
      {error ? <Failure error={error} title={t('submit.nobodyWill')} /> : <Told told={data} />}
    </section>
  ));
}

const Reach = ({ children }: { children: ReactNode }) => (
  <div className="reach" role="status">
    <span className="muted">{children}</span>
  </div>
);

function Told({ told }: { told: AudiencePreview | undefined }) {
  const { t } = useTranslation();
  if (!told) return <Reach>{t('submit.asking')}</Reach>;
  return (
    <div className="reach" role="status">
      <strong>
        {told.people
          ? t('submit.reachPeople', { count: told.people.length })
          : t('submit.reach', { count: told.organisations.length, total: told.of })}
      </strong>
      {told.public && <div>{t('submit.public')}</div>}
      <ul className="reached">
        {(told.people ?? told.organisations).map((name) => (
          <li key={name} className="tag">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
