import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable, type StixObject } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { SilentHead } from '../parts/SilentHead.tsx';
import { When } from '../parts/When.tsx';
import { useRelated } from './queries.ts';

export const countOf = (object: StixObject): number => (typeof object['count'] === 'number' ? object['count'] : 1);

/** Sightings, opinions and comments that still stand. */
export const saidIn = (objects: readonly StixObject[]): StixObject[] =>
  objects.filter(({ type, revoked }) => ['sighting', 'opinion', 'note'].includes(type) && !revoked);

/** When something was seen; when it was said, where nobody said when. */
export function timeOf(sighting: StixObject): string {
  const seen = sighting['last_seen'] ?? sighting['first_seen'];
  return typeof seen === 'string' ? seen : (sighting.modified ?? '');
}

/** Sightings, opinions and comments of members, newest first. A sighting: somebody has met the indicator in his own network. */
export function Said({ id }: { id: string }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { data, error } = useRelated(id);
  if (error) return <Failure error={error} />;
  if (!data) return null;
  const said = saidIn(data.objects);
  const sightings = said.filter(({ type }) => type === 'sighting');
  const members = new Set(sightings.map(({ created_by_ref }) => created_by_ref)).size;
  const seen = sightings.reduce((sum, object) => sum + countOf(object), 0);
  return (
    <section aria-label={t('said.title')}>
      <h3 className="small">{t('said.title')}</h3>
      <p className="muted hint">{said.length === 0 ? t('said.none') : t('said.sum', { count: seen, members })}</p>
      {said.length > 0 && (
        <div className="scroll-x">
          <table className="table">
            <SilentHead columns={['from', 'op', 'time']} />
            <tbody>
              {said.map((object) => (
                <tr key={object.id}>
                  <td>{nameOf(object.created_by_ref)}</td>
                  <td>
                    <What object={object} />
                    {typeof object['explanation'] === 'string' && (
                      <div className="muted">{printable(object['explanation'])}</div>
                    )}
                    {object.description !== undefined && <div className="muted">{printable(object.description)}</div>}
                  </td>
                  <td>
                    <Link to="/objects/$id" params={{ id: object.id }}>
                      <When at={object.modified} />
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function What({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  if (object.type === 'sighting') return t('said.sighting', { count: countOf(object) });
  if (object.type === 'opinion') return t(`opinion.${String(object['opinion'])}` as never);
  const { content } = object;
  return <div className="written">{typeof content === 'string' && printable(content)}</div>;
}
