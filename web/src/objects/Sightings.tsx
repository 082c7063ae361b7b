import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpinionValue, StixObject } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { number } from '../parts/number.ts';
import { tell } from '../parts/tell.ts';
import { When } from '../parts/When.tsx';
import { usePerson } from '../session/session.ts';
import { countOf, Said, saidIn, timeOf } from './Said.tsx';
import { opine } from './saying.ts';
import { useRelated } from './queries.ts';
import { Spark } from './Spark.tsx';

const OPINIONS = ['strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree'] as const;

/** What members have met and think of it: over time, by kind, by member, and one by one; and what one's own organisation thinks. */
export function Sightings({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { scopes } = usePerson();
  const { data } = useRelated(object.id);
  const said = saidIn(data?.objects ?? []);
  const sightings = said.filter(({ type }) => type === 'sighting');
  const byMember = grouped(sightings, ({ created_by_ref: by }) => by ?? '');
  const byOpinion = grouped(
    said.filter(({ type }) => type === 'opinion'),
    (opinion) => String(opinion['opinion']),
  );
  const total = (some: readonly StixObject[]) => some.reduce((sum, one) => sum + countOf(one), 0);
  return (
    <div className="stack">
      {sightings.length > 0 && (
        <section className="card" aria-label={t('said.over')}>
          <h2>{t('said.over')}</h2>
          <Spark sightings={sightings} />
        </section>
      )}
      {said.length > 0 && (
        <section className="card" aria-label={t('said.by')}>
          <h2>{t('said.by')}</h2>
          <p className="cluster">
            <span className="tag">{t('said.sightings', { count: total(sightings) })}</span>
            {[...byOpinion].map(([opinion, all]) => (
              <span key={opinion} className="tag">
                {all.length} × {t(`opinion.${opinion as OpinionValue}`)}
              </span>
            ))}
            {data?.next !== undefined && <span className="muted">{t('said.newest')}</span>}
          </p>
          {byMember.size > 0 && (
            <div className="scroll-x">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('said.member')}</th>
                    <th scope="col">{t('said.times')}</th>
                    <th scope="col">{t('said.last')}</th>
                  </tr>
                </thead>
                <tbody>
                  {[...byMember].map(([member, all]) => (
                    <tr key={member}>
                      <td>{nameOf(member)}</td>
                      <td>{number(total(all))}</td>
                      <td>
                        <When at={all.map(timeOf).toSorted().at(-1)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </section>
      )}
      <div className="card">
        <Said id={object.id} />
      </div>
      {scopes.includes('submit') && object.type === 'indicator' && !object.revoked && <Opinion id={object.id} />}
    </div>
  );
}

function grouped(objects: readonly StixObject[], by: (object: StixObject) => string): Map<string, StixObject[]> {
  const groups = new Map<string, StixObject[]>();
  for (const object of objects) groups.set(by(object), [...(groups.get(by(object)) ?? []), object]);
  return groups;
}

/** What one's organisation thinks, with a reason that others read. */
function Opinion({ id }: { id: string }) {
  const { t } = useTranslation();
  const [opinion, setOpinion] = useState<OpinionValue>('agree');
  const [explanation, setExplanation] = useState('');
  const say = useMutation({
    mutationFn: () => opine(id, opinion, explanation.trim()),
    onSuccess: (undo) => {
      setExplanation('');
      tell(t(undo ? 'undo.opinion' : 'undo.already'), undo);
    },
  });
  return (
    <form
      className="card fields"
      aria-label={t('said.yours')}
      onSubmit={(event) => {
        event.preventDefault();
        say.mutate();
      }}
    >
      <h2>{t('said.yours')}</h2>
      <div className="pair opinion">
        <TextInput
          label={t('said.why')}
          description={t('said.whyHint')}
          maxLength={2_000}
          value={explanation}
          onChange={(event) => setExplanation(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('said.opinion')}
          description={t('said.opinionHint')}
          value={opinion}
          onChange={(event) => setOpinion(event.currentTarget.value as OpinionValue)}
          data={OPINIONS.map((value) => ({ value, label: t(`opinion.${value}`) }))}
        />
      </div>
      <div>
        <Button type="submit" size="xs" loading={say.isPending}>
          {t('said.say')}
        </Button>
      </div>
      <Failure error={say.error} />
    </form>
  );
}
