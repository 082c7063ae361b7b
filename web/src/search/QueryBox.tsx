import { Kbd, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FacetCounts } from 'tocsin';
import { hub } from '../hub.ts';
import { Icon } from '../parts/Icon.tsx';
import { queries } from '../queries.ts';
import { hintsFor } from './complete.ts';

interface QueryBoxProps {
  box: Ref<HTMLInputElement>;
  text: string;
  onText: (text: string) => void;
  /** Several lines were pasted: they are no query. */
  onLines: (text: string) => void;
}

/** The box of the query language. It says how a word may go on, by what the hub knows of its language. */
export function QueryBox({ box, text, onText, onLines }: QueryBoxProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(-1);
  const [used, setUsed] = useState(false);
  const keys = useQuery({
    queryKey: ['query-keys'],
    enabled: used,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => hub.queryKeys(),
  });
  const members = useQuery({
    queryKey: ['organisations'],
    enabled: used,
    staleTime: 300_000,
    queryFn: () => hub.organisations(),
  });
  const known = keys.data?.map((one) => ({
    ...one,
    meaning: t(`keyMeaning.${one.key}` as never, { defaultValue: one.meaning }),
  }));
  const { from, hints } = hintsFor(text, caret, known ?? [], {
    from: members.data?.map(({ short_name: name }) => name) ?? [],
    label: labelsMet(),
  });
  const shown = open && hints.length > 0;
  const take = (i: number) => {
    const hint = hints[i];
    if (!hint) return;
    onText(text.slice(0, from) + hint.insert + text.slice(caret).trimStart());
    setCaret(from + hint.insert.length);
    setAt(-1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key } = event;
    if (key === 'Escape') {
      if (shown) setOpen(false);
      else event.currentTarget.blur();
      return;
    }
    if (key === 'ArrowDown' && !shown) setOpen(true);
    else if (key === 'ArrowDown') setAt((at + 1) % hints.length);
    else if (key === 'ArrowUp' && shown) setAt(at <= 0 ? hints.length - 1 : at - 1);
    else if ((key === 'Enter' || key === 'Tab') && shown && at >= 0) take(at);
    else {
      if (key === 'Enter') setOpen(false);
      return;
    }
    event.preventDefault();
  };
  return (
    <div className="querybox">
      <TextInput
        ref={box}
        size="sm"
        role="combobox"
        aria-label={t('top.search')}
        aria-autocomplete="list"
        aria-expanded={shown}
        {...(shown && { 'aria-controls': 'query-hints' })}
        {...(shown && at >= 0 && { 'aria-activedescendant': `query-hint-${at}` })}
        placeholder={t('top.searchHint')}
        leftSection={<Icon name="search" size={16} />}
        rightSection={<Kbd size="xs">/</Kbd>}
        value={text}
        onFocus={() => setUsed(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          const { value, selectionStart } = event.currentTarget;
          onText(value);
          setCaret(selectionStart ?? value.length);
          setAt(-1);
          setOpen(/[^\s(]$/.test(value.slice(0, selectionStart ?? value.length)));
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain').trim();
          if (!/\n\s*\S/.test(pasted)) return;
          event.preventDefault();
          onLines(pasted);
        }}
        spellCheck={false}
        autoComplete="off"
      />
      {shown && (
        <ul id="query-hints" role="listbox" aria-label={t('search.hints')}>
          {hints.map(({ shown: words, about, insert }, i) => (
            <li
              key={insert}
              id={`query-hint-${i}`}
              role="option"
              aria-selected={i === at}
              onPointerDown={(event) => {
                event.preventDefault();
                take(i);
              }}
            >
              <span className="mono">{words}</span>
              {about !== '' && <span className="muted">{about}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Labels of what was searched of late; no search is made for them. */
function labelsMet(): string[] {
  const counts = queries.getQueriesData<FacetCounts>({ queryKey: ['facets'] });
  return [...new Set(counts.flatMap(([, data]) => data?.facets.label.map(({ value }) => value) ?? []))];
}
