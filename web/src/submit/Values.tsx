import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { defangAny, type LookupResult, printable, type Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { useSome } from '../parts/Some.tsx';
import { useCalm } from '../parts/useCalm.ts';
import { ReadsAs } from '../parts/ReadsAs.tsx';
import { Warned } from '../parts/Warned.tsx';
import { type Line, type Marked, MOST_VALUES } from './lines.ts';
import { OwnLabel, relabelled, toggled } from './OwnLabel.tsx';

interface ValuesProps {
  lines: readonly Line[];
  /** What the hub makes of them; see {@link useKnown}. */
  known: ReadonlyMap<string, LookupResult>;
  marked: Marked;
  /** Labels that the audience allows. */
  labels: readonly Tlp[];
  /** The same function at each drawing, so that only what changed is drawn anew. */
  onMark: (change: (marked: Marked) => Marked) => void;
}

/** The values of a list, each with its line, what the hub makes of it and what speaks against it; what is ticked will be shared. */
export function Values({ lines, known, marked, labels, onMark }: ValuesProps) {
  const { t } = useTranslation();
  const earlier = useMemo(() => sameAsBefore(lines, known), [lines, known]);
  const { shown, more } = useSome(lines);
  if (lines.length === 0) return null;
  const chosen = lines.filter(({ value }) => !marked.out.has(value) && !isRefused(known.get(value))).length;
  const leaveOut = (out: Iterable<string>) => onMark((before) => ({ ...before, out: new Set(out) }));
  const warned = lines.filter(({ value }) => (known.get(value)?.warnings?.length ?? 0) > 0).map(({ value }) => value);
  return (
    <section aria-label={t('known.title')} className="stack tight">
      <div className="cluster between">
        <strong role="status">{t('report.picked', { count: chosen, total: lines.length })}</strong>
        <span className="cluster">
          {warned.length > 0 && (
            <Button size="compact-xs" variant="default" onClick={() => leaveOut([...marked.out, ...warned])}>
              {t('known.unwarned', { count: warned.length })}
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => leaveOut([])}>
            {t('report.all')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => leaveOut(lines.map(({ value }) => value))}>
            {t('report.clear')}
          </Button>
        </span>
      </div>
      <div className="scroll-x">
        <table className="table findings" aria-label={t('known.title')}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">{t('report.share')}</span>
              </th>
              <th scope="col">{t('outcome.line')}</th>
              <th scope="col">{t('known.value')}</th>
              <th scope="col">{t('known.known')}</th>
              <th scope="col">{t('submit.tlp')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <Row
                key={line.value}
                line={line}
                found={known.get(line.value)}
                sameAs={earlier.get(line.value)}
                isOut={marked.out.has(line.value)}
                label={marked.labels.get(line.value)}
                labels={labels}
                onMark={onMark}
              />
            ))}
          </tbody>
        </table>
      </div>
      {more}
      {lines.length > MOST_VALUES && (
        <p className="muted hint">{t('known.more', { count: lines.length - MOST_VALUES })}</p>
      )}
    </section>
  );
}

interface RowProps extends Pick<ValuesProps, 'labels' | 'onMark'> {
  line: Line;
  found: LookupResult | undefined;
  /** The line that has the same, written otherwise. */
  sameAs: number | undefined;
  isOut: boolean;
  label: Tlp | undefined;
}

const Row = memo(function Row({
  line: { number, value, times = 1 },
  found,
  sameAs,
  isOut,
  label,
  labels,
  onMark,
}: RowProps) {
  const { t } = useTranslation();
  const shown = printable(defangAny(value));
  return (
    <tr>
      <td>
        <Checkbox
          aria-label={t('report.shareOne', { value: shown })}
          checked={!isOut && !isRefused(found)}
          disabled={isRefused(found)}
          onChange={({ currentTarget: { checked } }) =>
            onMark((marked) => ({ ...marked, out: toggled(marked.out, value, !checked) }))
          }
        />
      </td>
      <td>
        {number}
        {times > 1 && (
          <div className="muted" title={t('known.again', { count: times })}>
            ×{times}
          </div>
        )}
      </td>
      <td className="value">
        {found && isRefused(found) ? (
          <Refused found={found} />
        ) : (
          <span className="muted small">{found?.observable?.type}</span>
        )}
        <div className="mono breaks">{shown}</div>
      </td>
      <td>
        {sameAs !== undefined && <span className="tag">{t('known.sameAs', { number: sameAs })}</span>}
        {found && <Known found={found} />}
      </td>
      <td>
        <OwnLabel
          of={shown}
          value={label}
          labels={labels}
          onChange={(chosen) => onMark((marked) => ({ ...marked, labels: relabelled(marked.labels, value, chosen) }))}
        />
      </td>
    </tr>
  );
});

/** Whether the hub was asked, and would refuse it: it can’t be told what it is, or it covers far too much. */
export const isRefused = (found: LookupResult | undefined): boolean =>
  found !== undefined && (!found.observable || found.overbroad !== undefined);

/** Why the hub would refuse it. */
export function Refused({ found: { overbroad } }: { found: LookupResult }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone="warn" title={overbroad}>
      {t(overbroad === undefined ? 'known.unclear' : 'known.overbroad')}
    </span>
  );
}

/** Lines with what an earlier one has, written otherwise, and which one that is. */
function sameAsBefore(lines: readonly Line[], known: ReadonlyMap<string, LookupResult>): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  const same = new Map<string, number>();
  for (const { number, value } of lines) {
    const observable = known.get(value)?.observable;
    if (!observable) continue;
    const key = `${observable.type} ${observable.value}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, number);
    else same.set(value, before);
  }
  return same;
}

/** What there is to be said of a value before it is shared. */
export function Known({ found }: { found: LookupResult }) {
  return (
    <>
      {found.warnings && <Warned warnings={found.warnings} />}
      {found.reads_as && <ReadsAs name={found.reads_as} />}
      <Members found={found} />
    </>
  );
}

/** Who has shared the value already, of those whom one sees. */
export function Members({ found: { indicators, members } }: { found: LookupResult }) {
  const { t } = useTranslation();
  const [first] = indicators;
  if (!first) return <span className="muted">{t('known.new')}</span>;
  return (
    <Link to="/objects/$id" params={{ id: first.id }}>
      {t('known.members', { count: members })}
    </Link>
  );
}

/** What the hub makes of the values, once nobody types. */
export function useKnown(lines: readonly Pick<Line, 'value'>[]): ReadonlyMap<string, LookupResult> {
  const values = useCalm(
    lines
      .slice(0, MOST_VALUES)
      .map(({ value }) => value)
      .join('\n'),
  );
  const { data } = useQuery({
    queryKey: ['known', values],
    enabled: values !== '',
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const found = new Map<string, LookupResult>();
      for await (const result of hub.lookup(values.split('\n'), { signal })) found.set(result.value, result);
      return found;
    },
  });
  return data ?? NOTHING_KNOWN;
}

const NOTHING_KNOWN: ReadonlyMap<string, LookupResult> = new Map();
