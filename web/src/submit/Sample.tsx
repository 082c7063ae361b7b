import { useTranslation } from 'react-i18next';
import { defangAny, type ImportPreview, printable, type StixObject, subjectOf } from 'tocsin';
import { Tlp } from '../parts/Tlp.tsx';

type Shown = ImportPreview['sample'][number];

/** Things that are shown. */
const SHOWN = 20;

/** The first items of a file, as they would be submitted. */
export function Sample({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const sample = preview.sample.slice(0, SHOWN);
  if (sample.length === 0) return <p className="muted">{t('file.empty')}</p>;
  return (
    <div className="scroll-x">
      <table className="table sample" aria-label={t('file.sample')}>
        <thead>
          <tr>
            <th scope="col">{t('file.place')}</th>
            <th scope="col">{t('column.type')}</th>
            <th scope="col">{t('known.value')}</th>
            <th scope="col">{t('column.tlp')}</th>
            <th scope="col">{t('file.note')}</th>
          </tr>
        </thead>
        <tbody>
          {sample.map((one, i) => {
            const { type, value } = thingOf(one);
            return (
              <tr key={i}>
                <td>{printable(one.place)}</td>
                <td>{type}</td>
                <td className="mono breaks">{value}</td>
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
  );
}

function thingOf({ item }: Shown): { type: string; value: string } {
  if (typeof item !== 'object' || item === null) return { type: '', value: '' };
  const said = item as { value?: unknown; type?: unknown };
  if (typeof said.value === 'string' && !('id' in item))
    return { type: typeof said.type === 'string' ? said.type : '', value: printable(defangAny(said.value)) };
  const { type = '', value = '' } = 'type' in item ? subjectOf(item as StixObject) : {};
  return { type, value };
}
