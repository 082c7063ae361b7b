import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Origin, printable, type StixObject } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { SilentHead } from '../parts/SilentHead.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { usePerson } from '../session/session.ts';
import { headingOf } from './Heading.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { useConnected, useOrigins, useVersions } from './queries.ts';

/** Where it comes from: who made it and when, what it was called elsewhere, and what it is related to. */
export function Provenance({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const versions = useVersions(object.id);
  const related = useConnected(object.id);
  const { organisation } = usePerson();
  const origins = useOrigins(object.id, object.created_by_ref === `identity--${organisation.id}`);
  const own = Object.entries(object).filter(([name]) => name.startsWith('x_') || name === 'extensions');
  const others = related.data?.objects ?? [];
  return (
    <div className="stack">
      <section className="card" aria-label={t('tab.provenance')}>
        <dl className="facts">
          <dt>{t('fact.from')}</dt>
          <dd>{nameOf(object.created_by_ref)}</dd>
          <dt>{t('fact.created')}</dt>
          <dd>
            <When at={object.created} />
          </dd>
          <dt>{t('fact.modified')}</dt>
          <dd>
            <When at={object.modified} />
            {versions.data && (
              <>
                {' · '}
                <Link to="/objects/$id" params={{ id: object.id }} search={{ tab: 'history' }}>
                  {t('provenance.versions', { count: versions.data.length })}
                </Link>
              </>
            )}
          </dd>
          {origins.data && origins.data.length > 0 && (
            <>
              <dt>{t('provenance.by')}</dt>
              <dd>
                <ul className="plain">
                  {origins.data.map((origin) => (
                    <HandedIn key={origin.at} origin={origin} />
                  ))}
                </ul>
              </dd>
            </>
          )}
          <dt>STIX id</dt>
          <dd>
            <code>{object.id}</code>
          </dd>
          {own.map(([name, value]) => (
            <Custom key={name} name={name} value={value} />
          ))}
        </dl>
      </section>
      <section className="card" aria-label={t('provenance.related')}>
        <h2>{t('provenance.related')}</h2>
        <Failure error={related.error} />
        <Waiting until={related.data ?? related.error} />
        {related.data && others.length === 0 && <p className="muted hint">{t('provenance.none')}</p>}
        {others.length > 0 && (
          <div className="scroll-x">
            <table className="table">
              <SilentHead columns={['type', 'value', 'from', 'time']} />
              <tbody>
                {others.map((other) => (
                  <tr key={other.id}>
                    <td>{other.type}</td>
                    <td className="breaks">
                      <Relation of={other} id={object.id} />
                    </td>
                    <td>{nameOf(other.created_by_ref)}</td>
                    <td>
                      <When at={other.modified ?? other.created} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {related.data?.next !== undefined && (
          <Link to="/search" search={{ q: related.q }}>
            {t('provenance.all')}
          </Link>
        )}
      </section>
    </div>
  );
}

/** What another is to the object of this id: of a relationship, which, and with what. */
function Relation({ of: other, id }: { of: StixObject; id: string }) {
  const { source_ref: source, target_ref: target, relationship_type: relation } = other;
  const name = (
    <Link to={other.type === 'report' ? '/advisories/$id' : '/objects/$id'} params={{ id: other.id }}>
      {typeof relation === 'string' ? printable(relation) : headingOf(other)}
    </Link>
  );
  if (typeof source !== 'string' || typeof target !== 'string') return name;
  return source === id ? (
    <>
      {name} → <ObjectLink id={target} />
    </>
  ) : (
    <>
      <ObjectLink id={source} /> → {name}
    </>
  );
}

const DOORS = ['rest', 'stix', 'taxii', 'misp', 'import', 'source', 'advisory', 'introduction'] as const;

/** By which key, person, import or source a version came, and through which door. */
function HandedIn({ origin: { at, door, key, person, import: job, source } }: { origin: Origin }) {
  const { t } = useTranslation();
  const known = DOORS.find((one) => one === door);
  const named = { source, import: job, key, person };
  return (
    <li className="cluster">
      <When at={at} />
      <span className="tag">{known ? t(`provenance.door.${known}`) : printable(door)}</span>
      {(Object.keys(named) as (keyof typeof named)[]).map((kind) => {
        const what = named[kind];
        if (!what) return null;
        const words = t(`provenance.of.${kind}`, { name: printable(what.name ?? what.id) });
        return kind === 'import' && what.name !== null ? (
          <Link key={kind} to="/imports/$id" params={{ id: what.id }}>
            {words}
          </Link>
        ) : (
          <span key={kind}>{words}</span>
        );
      })}
    </li>
  );
}

/** What another tool calls it, as that wrote it. */
const Custom = ({ name, value }: { name: string; value: unknown }) => (
  <>
    <dt>{printable(name)}</dt>
    <dd>
      <code>{printable(typeof value === 'string' ? value : JSON.stringify(value))}</code>
    </dd>
  </>
);
