import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { defangAny, type ImportPreview, patternValues, printable, type StixObject, subjectOf } from 'tocsin';
import { useSome } from '../parts/Some.tsx';
import { Tlp } from '../parts/Tlp.tsx';
import { Known, useKnown } from './Values.tsx';

type Shown = ImportPreview['sample'][number];

/** Things that are shown at first. */
const FIRST = 20;
/** A value that a look-up takes. */
const MOST_LONG = 8_192;

/** The first items of a file, as they would be submitted, and which of their values the hub has or warns of. */
export function Sample({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const things = useMemo(() => preview.sample.map((one) => ({ one, ...thingOf(one) })), [preview.sample]);
  const values = useMemo(() => things.flatMap(({ asked }) => (asked === undefined ? [] : { value: asked })), [things]);
  const known = useKnown(values);
  const { shown, more } = useSome(things, FIRST);
  if (things.length === 0) return <p className="muted">{t(preview.more ? 'file.emptyPart' : 'file.empty')}</p>;
  return (
    <>
      <div className="scroll-x">
        <table className="table sample" aria-label={t('file.sample')}>
          <thead>
            <tr>
              <th scope="col">{t('file.place')}</th>
              <th scope="col">{t('column.type')}</th>
              <th scope="col">{t('known.value')}</th>
              <th scope="col">{t('known.known')}</th>
              <th scope="col">{t('column.tlp')}</th>
              <th scope="col">{t('file.note')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ one, type, value, asked }, i) => {
              const found = asked === undefined ? undefined : known.get(asked);
              return (
                <tr key={i}>
                  <td>{printable(one.place)}</td>
                  <td>{type || found?.observable?.type}</td>
                  <td className="mono breaks">{value}</td>
                  <td>{found && <Known found={found} />}</td>
                  <td>{one.tlp && <Tlp label={one.tlp} />}</td>
                  <td>
                    {one.code !== undefined && (
                      <span className="tag" data-tone="bad">
                        {t('outcome.rejected')}
                      </span>
                    )}{' '}
                    <span className="muted">{printable(one.detail ?? one.note ?? '')}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {more}
    </>
  );
}

interface Thing {
  type: string;
  /** As it is shown. */
  value: string;
  /** As the hub is asked for it: the one value that it has or that its pattern names. */
  asked?: string;
}

function thingOf({ item }: Shown): Thing {
  if (typeof item !== 'object' || item === null) return { type: '', value: '' };
  const said = item as { value?: unknown; type?: unknown; pattern?: unknown };
  const own = typeof said.value === 'string' ? [said.value] : [];
  const named = typeof said.pattern === 'string' ? patternValues(said.pattern).map(({ value }) => value) : own;
  const [one = ''] = named;
  const isAskable = named.length === 1 && one !== '' && one.length <= MOST_LONG && !one.includes('\n');
  return { ...shownOf(item, said), ...(isAskable && { asked: one }) };
}

function shownOf(item: object, { value, type }: { value?: unknown; type?: unknown }): Thing {
  if (typeof value === 'string' && !('id' in item))
    return { type: typeof type === 'string' ? type : '', value: printable(defangAny(value)) };
  return 'type' in item ? subjectOf(item as StixObject) : { type: '', value: '' };
}
