import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printable, type Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { useCalm } from '../parts/useCalm.ts';
import { usePerson } from '../session/session.ts';
import { Audience } from './Audience.tsx';
import { CommonFields } from './CommonFields.tsx';
import { takeDraft, useDraftKept } from './draft.ts';
import { Drop } from './Drop.tsx';
import { textToReview } from './dropped.ts';
import { FilePart } from './FilePart.tsx';
import {
  isShareable,
  keyOf,
  linesOf,
  NOTHING,
  labelsIn,
  UNMARKED,
  type Sent,
  sentFindings,
  sentLines,
} from './lines.ts';
import { Outcomes, type Told } from './Outcomes.tsx';
import { type Reading, readingOf } from './reading.ts';
import { type Picked, Report, sureOf } from './Report.tsx';
import { isRefused, useKnown, Values } from './Values.tsx';
import { labelsFor, specOf, useRecipients, TRY, useWhom } from './whom.ts';

const NONE: Picked = { keys: new Set(), labels: new Map() };

/** Anything pasted, or a file: values and reports are looked at here, larger and other files go as jobs. Who will see it stands before. */
export function Paste({ isTry }: { isTry: boolean }) {
  const { t } = useTranslation();
  const owner = usePerson().person?.id ?? '';
  const [before] = useState(() => takeDraft(owner));
  const [text, setText] = useState(before.text);
  const [file, setFile] = useState<File>();
  const [from, setFrom] = useState<{ name: string; text: string }>();
  const [said, setSaid] = useState<Reading>();
  const { tlp, choice, label, setChoice } = useWhom(isTry ? TRY : before.whom);
  const [marked, setMarked] = useState(UNMARKED);
  const [common, setCommon] = useState(before.common ?? NOTHING);

  useDraftKept({ owner, text, whom: { tlp, choice }, common });

  const write = (changed: string) => {
    setText(changed);
    if (changed === '') setFrom(undefined);
  };
  const origin = from && t(text === from.text ? 'drop.from' : 'drop.fromChanged', { name: printable(from.name) });
  const guess = useMemo(() => readingOf(text), [text]);
  const reading = said ?? guess;
  const lines = useMemo(() => (reading === 'values' ? linesOf(text) : []), [text, reading]);
  const looked = useDeferredValue(lines);
  const known = useKnown(looked);
  const report = useReport(reading === 'report' ? text : '');
  // a label that the audience does not allow any more is shown as that of all, and is that
  const allowed = useMemo(() => labelsFor(choice.kind), [choice.kind]);
  const own = (labels: ReadonlyMap<string, Tlp>) => new Map([...labels].filter(([, one]) => allowed.includes(one)));
  const sent: Sent[] =
    reading === 'values'
      ? sentLines(
          lines.filter(({ value }) => !isRefused(known.get(value))),
          { ...marked, labels: own(marked.labels) },
          common,
        )
      : sentFindings(report.chosen, own(report.picked.labels), common);
  const ways = labelsIn(sent, tlp).map((one) => ({ tlp: one }));
  const recipients = useRecipients(ways, choice);

  const share = useMutation({
    mutationFn: async (chosen: Tlp): Promise<Told[]> => {
      const told: Told[] = [];
      const audience = specOf(choice);
      await hub.submit(
        sent.map(({ item }) => item),
        {
          tlp: chosen,
          ...(audience && { audience }),
          onOutcome: (outcome) => told.push({ line: sent[outcome.index]!.line, outcome }),
        },
      );
      return told;
    },
    // what went in is done with; what was refused, or left out, stays
    onSuccess: (told) => {
      const done = new Set(told.flatMap(({ line, outcome }) => (outcome.outcome === 'rejected' ? [] : [line.value])));
      const left = lines.filter(({ value }) => !done.has(value));
      write(reading === 'values' ? left.map(({ value }) => value).join('\n') : '');
      setSaid(undefined);
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (tlp !== '') share.mutate(tlp);
  };
  const dropped = useMutation({ mutationFn: textToReview });
  const take = (given: File) => {
    share.reset();
    dropped.mutate(given, {
      onSuccess: (read) => {
        if (read === undefined) return setFile(given);
        setText(read);
        setSaid(undefined);
        setMarked(UNMARKED); // what was marked was of another text
        setFrom({ name: given.name, text: read });
      },
    });
  };
  return (
    <>
      {share.data && <Outcomes key={share.submittedAt} told={share.data} />}
      {file ? (
        <FilePart
          file={file}
          onDrop={() => setFile(undefined)}
          tlp={tlp}
          choice={choice}
          onTlp={label}
          onChoice={setChoice}
        />
      ) : (
        <form className="columns review" onSubmit={submit}>
          <div className="card fields">
            <Drop onFile={take}>
              <Textarea
                label={t('submit.values')}
                description={t('submit.valuesHint')}
                placeholder={'hxxps://evil[.]example/login\n203.0.113[.]7\nd41d8cd98f00b204e9800998ecf8427e'}
                rows={reading === 'report' ? 7 : 10}
                classNames={{ input: 'mono' }}
                value={text}
                onChange={(event) => write(event.currentTarget.value)}
                spellCheck={false}
                required
              />
            </Drop>
            {(dropped.isPending || origin) && (
              <p className="muted hint" role="status">
                {dropped.isPending ? t('drop.looking') : origin}
              </p>
            )}
            {text !== '' && (
              <SegmentedControl
                aria-label={t('submit.reading')}
                value={reading}
                onChange={setSaid}
                data={[
                  { value: 'values', label: t('submit.asValues') },
                  { value: 'report', label: t('submit.asReport') },
                ]}
              />
            )}
            {reading === 'values' && (
              <Values lines={looked} known={known} marked={marked} labels={allowed} onMark={setMarked} />
            )}
            {reading === 'report' && (
              <>
                <Failure error={report.error} />
                {!report.error && (
                  <Report found={report.found} picked={report.picked} labels={allowed} onPick={report.pick} />
                )}
              </>
            )}
            <CommonFields common={common} onChange={setCommon} />
          </div>
          <div className="card fields side">
            <Audience tlp={tlp} choice={choice} ways={ways} onTlp={label} onChoice={setChoice} />
            <Button
              type="submit"
              size="md"
              disabled={sent.length === 0 || tlp === '' || !recipients.ready || report.stale}
              loading={share.isPending}
            >
              {t('submit.share', { count: sent.length })}
            </Button>
            <Failure error={share.error} />
          </div>
        </form>
      )}
    </>
  );
}

/** The text read for its indicators once nobody types, and what of them is chosen. */
function useReport(text: string) {
  const calm = useCalm(text);
  const { data, error } = useQuery({
    queryKey: ['extract', calm],
    enabled: calm.trim() !== '',
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => hub.extract(calm, { signal }),
  });
  const [picked, setPicked] = useState(NONE);
  useEffect(() => setPicked(data ? sureOf(data) : NONE), [data]);
  return {
    found: calm === text ? data : undefined,
    error,
    picked,
    pick: setPicked,
    chosen: data?.items.filter((item) => isShareable(item) && picked.keys.has(keyOf(item))) ?? [],
    stale: calm !== text,
  };
}
