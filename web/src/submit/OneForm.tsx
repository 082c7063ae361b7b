import { Button, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Item, printable, type Tlp } from 'tocsin';
import { OBSERVABLE_TYPES } from '../../../src/kernel/observable.js';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { ReadsAs } from '../parts/ReadsAs.tsx';
import { Warned } from '../parts/Warned.tsx';
import { usePerson } from '../session/session.ts';
import { Audience } from './Audience.tsx';
import { CommonFields } from './CommonFields.tsx';
import { NOTHING, saidOf } from './lines.ts';
import { takeForm, useFormKept } from './draft.ts';
import { Outcomes, type Told } from './Outcomes.tsx';
import { isRefused, Members, Refused, useKnown } from './Values.tsx';
import { specOf, useRecipients, TRY, useWhom } from './whom.ts';

const BLANK = { what: '', type: '', language: 'stix', name: '', from: '', until: '' };
/** Languages of patterns that a CERT has; the hub takes others, too. */
const LANGUAGES = ['stix', 'sigma', 'yara', 'snort', 'suricata', 'pcre'] as const;
/** A day, as a date field gives it, from its first moment; an end is its last one. */
const begins = (day: string): string => `${day}T00:00:00Z`;
const ends = (day: string): string => `${day}T23:59:59Z`;

/** One indicator, by its value or by a pattern, with all that is said of it. What the hub refuses stands at its field. */
export function OneForm({ isTry }: { isTry: boolean }) {
  const { t } = useTranslation();
  const owner = usePerson().person?.id ?? '';
  const [before] = useState(() => takeForm(owner));
  const [way, setWay] = useState(before?.way ?? 'value');
  const [said, setSaid] = useState(before?.said ?? BLANK);
  const [common, setCommon] = useState(before?.common ?? NOTHING);
  const { tlp, choice, label, setChoice } = useWhom(isTry ? TRY : before?.whom);
  useFormKept({ owner, way, said, common, whom: { tlp, choice } });
  const recipients = useRecipients(tlp === '' ? [] : [{ tlp }], choice);
  const set = (change: Partial<typeof BLANK>) => setSaid({ ...said, ...change });
  const what = said.what.trim();

  const share = useMutation({
    mutationFn: async (chosen: Tlp): Promise<Told> => {
      const told: Told[] = [];
      const audience = specOf(choice);
      const item: Item = {
        ...(way === 'value'
          ? { value: what, ...(said.type && { type: said.type }) }
          : { pattern: what, pattern_type: said.language }),
        ...saidOf(common),
        ...(said.name.trim() && { name: said.name.trim() }),
        ...(said.from && { valid_from: begins(said.from) }),
        ...(said.until && { valid_until: ends(said.until) }),
      };
      await hub.submit([item], {
        tlp: chosen,
        ...(audience && { audience }),
        onOutcome: (outcome) => told.push({ line: { number: 1, value: what }, outcome }),
      });
      return told[0]!;
    },
    onSuccess: ({ outcome }) => {
      if (outcome.outcome === 'rejected') return;
      setSaid(BLANK);
      setCommon(NOTHING);
    },
  });
  const outcome = share.data?.outcome;
  /** What the hub says against a field, until it is asked anew. */
  const fault = (...pointers: string[]) =>
    outcome?.outcome === 'rejected' && pointers.includes(/^(?:\/[^/]+)?/.exec(outcome.pointer ?? '')![0])
      ? outcome.detail
      : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (tlp !== '') share.mutate(tlp);
  };
  return (
    <>
      <form className="columns" onSubmit={submit}>
        <div className="card fields">
          <SegmentedControl
            aria-label={t('one.by')}
            value={way}
            onChange={(other) => {
              setWay(other);
              share.reset(); // what was said against one is nothing against the other
            }}
            data={[
              { value: 'value', label: t('one.byValue') },
              { value: 'pattern', label: t('one.byPattern') },
            ]}
          />
          {way === 'value' ? (
            <>
              <TextInput
                required
                label={t('known.value')}
                description={t('one.valueHint')}
                classNames={{ input: 'mono' }}
                maxLength={8_192}
                spellCheck={false}
                value={said.what}
                error={fault('/value', '')}
                onChange={(event) => set({ what: event.currentTarget.value })}
              />
              <MadeOf value={what} />
              <NativeSelect
                label={t('column.type')}
                value={said.type}
                error={fault('/type')}
                onChange={(event) => set({ type: event.currentTarget.value })}
                data={[{ value: '', label: t('one.told') }, ...OBSERVABLE_TYPES]}
              />
            </>
          ) : (
            <>
              <Textarea
                required
                autosize
                minRows={3}
                label={t('fact.pattern')}
                placeholder="[url:value = 'https://evil.example/a' AND file:name = 'a.exe']"
                classNames={{ input: 'mono' }}
                maxLength={100_000}
                spellCheck={false}
                value={said.what}
                error={fault('/pattern', '')}
                onChange={(event) => set({ what: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('one.language')}
                value={said.language}
                error={fault('/pattern_type')}
                onChange={(event) => set({ language: event.currentTarget.value })}
                data={[...LANGUAGES]}
              />
            </>
          )}
          <TextInput
            label={t('one.name')}
            maxLength={500}
            value={said.name}
            error={fault('/name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <div className="pair">
            <TextInput
              type="date"
              label={`${t('fact.from_time')} (UTC)`}
              value={said.from}
              error={fault('/valid_from')}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={`${t('fact.until')} (UTC)`}
              value={said.until}
              error={fault('/valid_until')}
              onChange={(event) => set({ until: event.currentTarget.value })}
            />
          </div>
          <CommonFields
            common={common}
            onChange={setCommon}
            faults={{
              labels: fault('/labels'),
              confidence: fault('/confidence'),
              description: fault('/description'),
            }}
          />
        </div>
        <div className="card fields side">
          <Audience tlp={tlp} choice={choice} onTlp={label} onChoice={setChoice} />
          <Button
            type="submit"
            size="md"
            disabled={what === '' || tlp === '' || !recipients.ready}
            loading={share.isPending}
          >
            {t('one.share')}
          </Button>
          <Failure error={share.error} />
        </div>
      </form>
      {share.data && <Outcomes told={[share.data]} />}
    </>
  );
}

/** What the hub makes of the value, and who has shared it already. */
function MadeOf({ value }: { value: string }) {
  const found = useKnown(value === '' ? [] : [{ value }]).get(value);
  if (!found) return null;
  return (
    <p className="cluster" role="status">
      {found.observable && <span className="tag">{printable(found.observable.type)}</span>}
      {isRefused(found) && <Refused found={found} />}
      {found.warnings && <Warned warnings={found.warnings} />}
      {found.reads_as && <ReadsAs name={found.reads_as} />}
      <Members found={found} />
    </p>
  );
}
