import { useCallback, useEffect, useRef, useState } from 'react';
import { type AdvisoryBody, type AdvisoryWork, HubError } from 'tocsin';
import { hub, noteEnd } from '../../hub.ts';
import { queries } from '../../queries.ts';
import { changed, compare, over } from './merge.ts';
import { bodyOf, type Gap, type Text, textOf } from './text.ts';

/** How long after the last key it is saved. */
const PAUSE_MS = 1_000;

export interface Clash {
  readonly mine: AdvisoryBody;
  readonly theirs: AdvisoryWork;
  /** What both changed, to something else. */
  readonly both: readonly string[];
  /** What only this author changed, and what only the other did. */
  readonly own: readonly string[];
  readonly taken: readonly string[];
}

export interface Saving {
  readonly is: 'saved' | 'waiting' | 'saving' | 'failed';
  readonly at?: Date;
  readonly error?: unknown;
  /** Properties that another author changed meanwhile, and that were taken over. */
  readonly merged?: readonly string[];
}

/** What the hub has, and what is worked on over it. */
interface Standing {
  etag: string;
  body: AdvisoryBody;
}

const LISTS = ['vulnerabilities', 'products', 'techniques', 'evidence', 'references'] as const;

/** Rows that are not whole yet stand in no body: they stay, unless the list is now the other author’s. */
const withRows = (made: Text, before: Text, taken: readonly string[]): Text =>
  Object.assign({}, made, ...LISTS.filter((name) => !taken.includes(name)).map((name) => ({ [name]: before[name] })));

/**
 * A text that saves itself: a second after the last change, over the revision that it was read from. What another author
 * changed meanwhile is taken over where only he did; where both did, `clash` says so and nothing is saved until one is chosen.
 */
export function useDraft(first: AdvisoryWork) {
  const { id } = first;
  const [text, setText] = useState(() => textOf(first.body));
  const [saving, setSaving] = useState<Saving>({ is: 'saved' });
  const [clash, setClash] = useState<Clash>();
  const [state, setState] = useState(first.state);
  const [steps, setSteps] = useState<{ all: readonly Text[]; at: number }>(() => ({ all: [text], at: 0 }));
  const standing = useRef<Standing>({ etag: first.etag, body: bodyOf(textOf(first.body)).body });
  const latest = useRef(text);
  const busy = useRef<Promise<void>>(undefined);
  const stopped = useRef(false);
  latest.current = text;

  const settle = useCallback((now: Text) => {
    setSteps(({ all, at }) =>
      all[at] === now ? { all, at } : { all: [...all.slice(0, at + 1), now].slice(-100), at: Math.min(at + 1, 99) },
    );
  }, []);

  const saveOnce = useCallback(async (): Promise<void> => {
    const { body, gaps } = bodyOf(latest.current);
    if (gaps.includes('title') || gaps.includes('audience') || stopped.current) return;
    if (changed(standing.current.body, body).length === 0)
      return setSaving(({ at }) => ({ is: 'saved', ...(at && { at }) }));
    setSaving(({ at, merged }) => ({ is: 'saving', ...(at && { at }), ...(merged && { merged }) }));
    try {
      const work = await hub.advisories.save(id, body, standing.current.etag, true);
      standing.current = { etag: work.etag, body };
      queries.setQueryData(['work', id], work);
      setState(work.state);
      setSaving((before) => ({ is: 'saved', at: new Date(), ...(before.merged && { merged: before.merged }) }));
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'precondition_failed') throw error;
      const theirs = await hub.advisories.work(id);
      const others = bodyOf(textOf(theirs.body)).body;
      const mine = bodyOf(latest.current).body; // one went on writing meanwhile
      const found = compare(standing.current.body, mine, others);
      if (found.both.length > 0) {
        stopped.current = true;
        setClash({ mine, theirs, both: found.both, own: found.mine, taken: found.theirs });
        return;
      }
      standing.current = { etag: theirs.etag, body: others };
      setText(withRows(textOf(over(others, mine, found.mine)), latest.current, found.theirs));
      setSaving({ is: 'waiting', merged: found.theirs });
    }
  }, [id]);

  /** Resolves when what stands is saved, or can’t be; with whether all of it is. */
  const save = useCallback(async (): Promise<boolean> => {
    const run = (busy.current ?? Promise.resolve()).then(saveOnce).catch((error: unknown) => {
      noteEnd(error);
      setSaving({ is: 'failed', error });
    });
    busy.current = run;
    await run;
    const { body, gaps } = bodyOf(latest.current);
    const held = gaps.includes('title') || gaps.includes('audience');
    return !held && !stopped.current && changed(standing.current.body, body).length === 0;
  }, [saveOnce]);

  useEffect(() => {
    if (text === steps.all[steps.at] && changed(standing.current.body, bodyOf(text).body).length === 0) return;
    setSaving(({ is, ...rest }) => ({ ...rest, is: is === 'saved' ? 'waiting' : is }));
    const timer = setTimeout(() => {
      settle(text);
      void save();
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, save, settle]);
  // who leaves has it saved; who closes the window is asked
  useEffect(() => () => void save(), [save]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (changed(standing.current.body, bodyOf(latest.current).body).length > 0) event.preventDefault();
    };
    globalThis.addEventListener('beforeunload', ask);
    return () => globalThis.removeEventListener('beforeunload', ask);
  }, []);

  const step = (by: -1 | 1) => {
    const settled = text === steps.all[steps.at];
    const all = settled ? steps.all : [...steps.all.slice(0, steps.at + 1), text];
    const to = Math.min(all.length - 1, Math.max(0, (settled ? steps.at : all.length - 1) + by));
    setSteps({ all, at: to });
    setText(all[to]!);
  };
  const resolve = (mine: readonly string[]) => {
    if (!clash) return;
    const others = bodyOf(textOf(clash.theirs.body)).body;
    standing.current = { etag: clash.theirs.etag, body: others };
    stopped.current = false;
    setClash(undefined);
    const taken = [...clash.taken, ...clash.both].filter((name) => !mine.includes(name));
    setText(withRows(textOf(over(others, clash.mine, mine)), text, taken));
  };
  const { gaps } = bodyOf(text);
  return {
    text,
    state,
    change: (part: Partial<Text>) => {
      setSaving(({ is, at, error }) => ({ is, error, ...(at && { at }) })); // what was taken over has been told
      setText((before) => ({ ...before, ...part }));
    },
    saving,
    gaps: gaps as readonly Gap[],
    save,
    clash,
    resolve,
    undo: steps.at > 0 || text !== steps.all[steps.at] ? () => step(-1) : undefined,
    redo: text === steps.all[steps.at] && steps.at < steps.all.length - 1 ? () => step(1) : undefined,
  };
}

export type Draft = ReturnType<typeof useDraft>;
