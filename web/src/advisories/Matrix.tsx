import { useTranslation } from 'react-i18next';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { useMatrix } from './calls.ts';
import { LinkedObject } from './Linked.tsx';

const ORDER = ['none', 'received', 'acting', 'not-affected', 'fixed'] as const;

/** Whom it went to and what they said, for those who wrote it; who has said nothing comes first. */
export function Matrix({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useMatrix(id);
  if (!data) return <Failure error={error} />;
  const { organisations, counts, acknowledge_by: by, sightings } = data;
  const rows = organisations.toSorted(
    (a, b) =>
      ORDER.indexOf(a.answer ?? 'none') - ORDER.indexOf(b.answer ?? 'none') || (a.short_name < b.short_name ? -1 : 1),
  );
  const late = by !== null && Date.parse(by) < Date.now();
  return (
    <section className="card" aria-label={t('matrix.title')}>
      <h2>{t('matrix.title')}</h2>
      <p className="cluster">
        {ORDER.map((answer) => (
          <span key={answer} className="tag" data-tone={answer === 'none' && counts.none > 0 ? 'warn' : undefined}>
            {counts[answer]} {t(`answer.${answer}`)}
          </span>
        ))}
      </p>
      {by !== null && (
        <p className="hint">
          {t('field.acknowledge_by')}: <When at={by} />{' '}
          {late && counts.none > 0 && (
            <span className="tag" data-tone="bad">
              {t('matrix.late')}
            </span>
          )}{' '}
          <span className="muted">{t('matrix.reminders')}</span>
        </p>
      )}
      {rows.length === 0 ? (
        <p className="muted hint">{t('matrix.nobody')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('matrix.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('matrix.member')}</th>
                <th scope="col">{t('matrix.answer')}</th>
                <th scope="col">{t('matrix.note')}</th>
                <th scope="col">{t('matrix.until')}</th>
                <th scope="col">{t('matrix.at')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.organisation}>
                  <th scope="row">{one.short_name}</th>
                  <td>
                    <span
                      className="tag"
                      data-tone={one.answer === undefined ? 'warn' : one.answer === 'received' ? undefined : 'good'}
                    >
                      {t(`answer.${one.answer ?? 'none'}`)}
                    </span>
                  </td>
                  <td className="said">{one.note}</td>
                  <td>{one.deadline ? <When at={one.deadline} /> : '–'}</td>
                  <td>
                    <When at={one.at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sightings.length > 0 && (
        <>
          <h3 className="small">{t('matrix.sightings')}</h3>
          <ul className="values">
            {sightings.map((one) => (
              <li key={one.object}>
                <LinkedObject id={one.object} />
                <span className="tag" data-tone={one.sightings > 0 ? 'warn' : undefined}>
                  {t('matrix.seen', { count: one.sightings, members: one.organisations })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
