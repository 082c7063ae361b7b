import { Button, Checkbox, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { defang, type Extraction, type Finding, printable, type Tlp } from 'tocsin';
import { withoutBareLinks } from '../../../src/formats/markdown/bare-links.js';
import { useSome } from '../parts/Some.tsx';
import { ReadsAs } from '../parts/ReadsAs.tsx';
import { Warned } from '../parts/Warned.tsx';
import { isShareable, keyOf } from './lines.ts';
import { OwnLabel, relabelled, toggled } from './OwnLabel.tsx';

/** What of a report is to be shared, and which of it under a label of its own. */
export interface Picked {
  readonly keys: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, Tlp>;
}

/** What nothing speaks against. */
export const sureOf = ({ items }: Extraction): Picked => ({
  keys: new Set(items.filter((item) => isShareable(item) && !item.doubtful).map(keyOf)),
  labels: new Map(),
});

interface ReportProps {
  found: Extraction | undefined;
  picked: Picked;
  /** Labels that the audience allows. */
  labels: readonly Tlp[];
  onPick: (picked: Picked) => void;
}

/** The indicators of a report, each with where it stands and what speaks against it; what is ticked will be shared. */
export function Report({ found, picked, labels, onPick }: ReportProps) {
  const { t } = useTranslation();
  const items = found?.items.filter(isShareable) ?? [];
  const { shown, more } = useSome(items);
  if (!found) return <Skeleton height={160} aria-label={t('report.reading')} role="status" />;
  const pick = (keys: Iterable<string>) => onPick({ ...picked, keys: new Set(keys) });
  if (items.length === 0) return <p className="muted">{t('report.none')}</p>;
  return (
    <section aria-label={t('report.title')} className="stack tight">
      <div className="cluster between">
        <strong role="status">{t('report.picked', { count: picked.keys.size, total: items.length })}</strong>
        <span className="cluster">
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onPick({ ...sureOf(found), labels: picked.labels })}
          >
            {t('report.sure')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => pick(items.map(keyOf))}>
            {t('report.all')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => pick([])}>
            {t('report.clear')}
          </Button>
        </span>
      </div>
      <div className="scroll-x">
        <table className="table findings">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">{t('report.share')}</span>
              </th>
              <th scope="col">{t('known.value')}</th>
              <th scope="col">{t('outcome.line')}</th>
              <th scope="col">{t('known.known')}</th>
              <th scope="col">{t('submit.tlp')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((item) => (
              <Row key={keyOf(item)} item={item} picked={picked} labels={labels} onPick={onPick} />
            ))}
          </tbody>
        </table>
      </div>
      {more}
      {found.left_out.length > 0 && <LeftOut found={found} />}
    </section>
  );
}

function Row({ item, picked, labels, onPick }: Omit<ReportProps, 'found'> & { item: Finding }) {
  const { t } = useTranslation();
  const key = keyOf(item);
  const shown = printable(defang(item.type, item.value));
  const [first] = item.indicators;
  return (
    <tr data-doubtful={item.doubtful}>
      <td>
        <Checkbox
          aria-label={t('report.shareOne', { value: shown })}
          checked={picked.keys.has(key)}
          onChange={(event) => onPick({ ...picked, keys: toggled(picked.keys, key, event.currentTarget.checked) })}
        />
      </td>
      <td className="value">
        <span className="muted small">{item.type}</span>
        <div className="mono breaks">{shown}</div>
        <div className="muted context">{contextOf(item, shown)}</div>
        <div className="cluster">
          {item.warnings.length > 0 && <Warned warnings={item.warnings} />}
          {item.reads_as && <ReadsAs name={item.reads_as} />}
          {item.doubts
            .filter(({ code }) => code !== 'warninglist')
            .map(({ code, detail }) => (
              <span key={code} className="tag" data-tone="warn" title={detail}>
                {t(`doubt.${code}` as never, { defaultValue: detail })}
              </span>
            ))}
        </div>
      </td>
      <td>
        {item.places[0]?.line}
        {item.count > 1 && <div className="muted">×{item.count}</div>}
      </td>
      <td>
        {item.known && first ? (
          <Link to="/objects/$id" params={{ id: first.id }}>
            {t('known.members', { count: item.members })}
          </Link>
        ) : (
          <span className="muted">{t('known.new')}</span>
        )}
      </td>
      <td>
        <OwnLabel
          of={shown}
          value={picked.labels.get(key)}
          labels={labels}
          onChange={(label) => onPick({ ...picked, labels: relabelled(picked.labels, key, label) })}
        />
      </td>
    </tr>
  );
}

/** The line that it stands on, with the value defanged there, and whatever else could be an address. */
function contextOf({ places }: Finding, shown: string): string {
  const [place] = places;
  if (!place) return '';
  const around = place.context.split(place.written).map((text) => withoutBareLinks(text).replace(DOT, '[.]'));
  return printable(around.join(shown)).slice(0, 240);
}

/** Between letters or digits, as in addresses and names. */
const DOT = /(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu;

function LeftOut({ found }: { found: Extraction }) {
  const { t } = useTranslation();
  const { shown, more } = useSome(found.left_out);
  return (
    <details>
      <summary>{t('report.leftOut', { count: found.counts.left_out })}</summary>
      <ul className="plainlist">
        {shown.map(({ offset, line, written, reason, detail }) => (
          <li key={`${offset} ${reason}`}>
            <span className="mono breaks">{printable(written.replaceAll('.', '[.]'))}</span>{' '}
            <span className="muted">{t('report.because', { line, detail })}</span>
          </li>
        ))}
      </ul>
      {more}
    </details>
  );
}
