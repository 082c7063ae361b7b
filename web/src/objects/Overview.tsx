import { useTranslation } from 'react-i18next';
import { defangAny, printable, type StixObject } from 'tocsin';
import { CopyValue } from '../parts/Copy.tsx';
import { useNames } from '../parts/names.ts';
import { When } from '../parts/When.tsx';
import { ForWhom } from './ForWhom.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { defangedPattern, valuesOf } from './values.ts';

type Reference = { source_name?: string; url?: string; external_id?: string; description?: string };

/** All that an object says, in words. */
export function Overview({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const values = valuesOf(object);
  const references = (object['external_references'] as Reference[] | undefined) ?? [];
  return (
    <div className="stack">
      {values.length > 0 && (
        <ul className="values">
          {values.map(({ type, real, shown }) => (
            <li key={`${type} ${real}`}>
              <span className="muted">{type}</span> <span className="mono">{shown}</span>
              <CopyValue shown={shown} real={real} />
            </li>
          ))}
        </ul>
      )}
      {object.description !== undefined && object.type !== 'report' && (
        <p className="said">{object.description.split('\n').map(printable).join('\n')}</p>
      )}
      <dl className="facts">
        <Fact name={t('fact.from')}>{nameOf(object.created_by_ref)}</Fact>
        <Fact name={t('submit.audience')}>
          <ForWhom id={object.id} />
        </Fact>
        {object.confidence !== undefined && <Fact name={t('fact.confidence')}>{object.confidence} / 100</Fact>}
        {object.valid_from !== undefined && (
          <Fact name={t('fact.from_time')}>
            <When at={object.valid_from} />
          </Fact>
        )}
        {object.valid_until !== undefined && (
          <Fact name={t('fact.until')}>
            <When at={object.valid_until} />
          </Fact>
        )}
        {endsOf(object).map(([name, id]) => (
          <Fact key={`${name} ${id}`} name={t(`fact.${name}`)}>
            <ObjectLink id={id} />
          </Fact>
        ))}
        <Fact name={t('fact.created')}>
          <When at={object.created} />
        </Fact>
        <Fact name={t('fact.modified')}>
          <When at={object.modified} />
        </Fact>
        {(object.labels?.length ?? 0) > 0 && (
          <Fact name={t('fact.labels')}>
            <span className="cluster">
              {object.labels?.map((label) => (
                <span key={label} className="tag">
                  {printable(label)}
                </span>
              ))}
            </span>
          </Fact>
        )}
        {object.pattern !== undefined && (
          <Fact name={t('fact.pattern')}>
            <code>{printable(defangedPattern(object) ?? '')}</code>
          </Fact>
        )}
        {references.map((reference, i) => (
          <Fact key={i} name={t('fact.reference')}>
            {printable(
              [reference.source_name, reference.external_id, reference.description].filter(Boolean).join(' · '),
            )}
            {reference.url !== undefined && <div className="mono muted">{printable(defangAny(reference.url))}</div>}
          </Fact>
        ))}
        <Fact name="STIX id">
          <code>{object.id}</code>
        </Fact>
      </dl>
    </div>
  );
}

/** Of what a relationship or a sighting speaks. */
const endsOf = ({ source_ref: source, target_ref: target, sighting_of_ref: sighted }: StixObject) =>
  Object.entries({ source, target, sighted }).flatMap(([name, id]) =>
    typeof id === 'string' ? [[name as 'source' | 'target' | 'sighted', id] as const] : [],
  );

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
