import { useTranslation } from 'react-i18next';
import { printable, type StixObject, subjectOf, tlpOf } from 'tocsin';
import { Tlp } from '../parts/Tlp.tsx';
import { Life } from './Life.tsx';

/** What it is called where it has no name of its own: the value, defanged. */
export function headingOf(object: StixObject): string {
  const { value } = subjectOf(object);
  return value || printable(object.name ?? object.id);
}

/** Its name, where that is not the heading already. */
export function nameOf(object: StixObject): string | undefined {
  const name = object.name === undefined ? undefined : printable(object.name);
  return name === headingOf(object) ? undefined : name;
}

/** Is it still to be used? */
export function stateOf({ revoked, valid_until: until }: StixObject): 'active' | 'revoked' | 'expired' {
  if (revoked) return 'revoked';
  return until !== undefined && Date.parse(until) < Date.now() ? 'expired' : 'active';
}

/** What it is, how far it may go, whether it still holds. */
export function Heading({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const { type } = subjectOf(object);
  const state = stateOf(object);
  return (
    <div className="cluster">
      <Tlp label={tlpOf(object)} />
      <span className="tag">{type}</span>
      <span className="tag" data-tone={state === 'active' ? 'good' : 'bad'}>
        {t(`state.${state}`)}
      </span>
      {object.confidence !== undefined && (
        <span className="tag">{t('object.confidence', { value: object.confidence })}</span>
      )}
      {object.valid_until !== undefined && (
        <>
          <span className="muted">{t('fact.until')}</span> <Life object={object} />
        </>
      )}
    </div>
  );
}
