import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable, type StixObject, subjectOf, tlpOf } from 'tocsin';
import { useNames } from '../parts/names.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { useLinked } from './calls.ts';

/** An object in a line: what it is about, defanged. The link leads to its page here, never to what it names. */
export function Found({ object }: { object: StixObject }) {
  const nameOf = useNames();
  const { type, value } = subjectOf(object);
  return (
    <>
      <Tlp label={tlpOf(object)} />
      <Link className="mono" to="/objects/$id" params={{ id: object.id } as never}>
        {value || printable(object.name ?? object.id)}
      </Link>
      <span className="muted">
        {type} · {nameOf(object.created_by_ref)}
      </span>
    </>
  );
}

/** One by its id; what one may not see, or is not there any more, is its id alone. */
export function LinkedObject({ id }: { id: string }) {
  const { data } = useLinked(id);
  return data ? <Found object={data} /> : <span className="mono muted">{id}</span>;
}

const SHOWN = 25;

/** What an advisory links, for its readers. */
export function Linked({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (ids.length === 0) return null;
  const shown = all ? ids : ids.slice(0, SHOWN);
  return (
    <section className="card" aria-label={t('field.indicators')}>
      <h2>{t('field.indicators')}</h2>
      <ul className="values">
        {shown.map((id) => (
          <li key={id}>
            <LinkedObject id={id} />
          </li>
        ))}
      </ul>
      {ids.length > shown.length && (
        <button type="button" className="linkish" onClick={() => setAll(true)}>
          {t('write.moreIndicators', { count: ids.length - shown.length })}
        </button>
      )}
    </section>
  );
}
