import { type KeyboardEvent, type MouseEvent, type UIEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isJudged, type Row } from '../feed/row.ts';
import { preferences } from '../preferences.ts';
import { copyRows } from '../selection/copying.ts';
import { useSay } from '../objects/useSay.ts';
import type { Selection } from '../selection/useSelection.ts';
import { isSecond } from '../shell/keys.ts';
import { useNames } from './names.ts';
import { RowHeader, RowLine } from './Rows.tsx';
import { useReturn } from './useReturn.ts';
import type { Whereabouts } from './whereabouts.ts';

/** As high as `--row` says, which grows with the browser’s own size of text. */
const rowHeight = (): number => 1.875 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
const SPARE = 6;

interface GridProps {
  label: string;
  size: number;
  at: (i: number) => Row | undefined;
  /** Key of the row that is open beside the list. */
  open: string | undefined;
  onOpen: (row: Row) => void;
  /** Where the list is scrolled to, and whether a row has the focus: a feed stops then. */
  onScroll?: (top: number) => void;
  onFocus?: () => void;
  onHover?: (inside: boolean) => void;
  /** Asked for more when the end comes near. */
  onEnd?: () => void;
  /** Rows that are chosen by x, Shift+x, or a click with Ctrl or Shift. */
  selection?: Selection;
  /** Where one was in the list is kept under this name, for who comes back by the browser’s history, or loads the page anew. */
  remember?: string;
}

/** A list of any length of which only what is seen is drawn. One tab stop; arrows, j and k move in it (CONSOLE 5.4). */
export function Grid(props: GridProps) {
  const { label, size, at, open, onOpen, onScroll, onFocus, onHover, onEnd, selection, remember } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [tall] = useState(rowHeight);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [focus, setFocus] = useState<string>();
  const pressed = useRef<{ row: Row | undefined; i: number }>(undefined);
  const nameOf = useNames();
  const say = useSay();
  // what is chosen, and what is open beside, have some keys themselves
  const isNoneChosen = (selection?.rows.length ?? 0) === 0;

  useLayoutEffect(() => {
    const box = scroller.current!;
    const watch = new ResizeObserver(() => setHeight(box.clientHeight));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  const comeBack = (where: Whereabouts) => {
    setTop(where.top);
    setFocus(where.key);
  };
  useReturn(scroller, { remember, size, top, focus, onReturn: comeBack });
  const first = Math.max(0, Math.floor(top / tall) - SPARE);
  const last = Math.min(size, Math.ceil((top + height) / tall) + SPARE);
  useEffect(() => {
    if (last >= size && size > 0) onEnd?.();
  }, [last, size, onEnd]);

  const shown = Array.from({ length: Math.max(0, last - first) }, (_, i) => ({ i: first + i, row: at(first + i) }));
  const stop = shown.some(({ row }) => row?.key === focus) ? focus : shown.find(({ i }) => i * tall >= top)?.row?.key;

  const move = (to: number) => {
    const row = at(Math.max(0, Math.min(size - 1, to)));
    const box = scroller.current!;
    if (!row) return;
    const y = Math.max(0, Math.min(size - 1, to)) * tall;
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + tall > box.scrollTop + box.clientHeight) box.scrollTop = y + tall - box.clientHeight;
    setTop(box.scrollTop);
    setFocus(row.key);
    if (open !== undefined) onOpen(row);
    requestAnimationFrame(() => box.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = shown.find(({ row }) => row?.key === stop);
    if (!here || event.ctrlKey || event.metaKey || event.altKey || isSecond(event.nativeEvent)) return;
    const page = Math.max(1, Math.floor(height / tall) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -here.i,
      End: size,
    };
    const step = steps[event.key];
    if (step !== undefined) move(here.i + step);
    else if (event.key === 'Enter' && here.row) onOpen(here.row);
    else if (!here.row || event.repeat || !choose(event.key, here.row, here.i)) return;
    event.preventDefault();
  };
  /** Whether the key chooses or copies. */
  const choose = (key: string, row: Row, i: number): boolean => {
    const { singleKeys } = preferences();
    if (!singleKeys) return false;
    if (key === 'x' && selection) selection.toggle(row);
    else if (key === 'X' && selection) selection.range(at, i);
    else if ((key === 'c' || key === 'C') && isNoneChosen) void copyRows([row], key === 'C', t);
    else if ((key === 's' || key === 'f') && say && isNoneChosen && open === undefined && isJudged(row))
      say.mutate({ ids: [row.id], what: key === 's' ? 'sight' : 'false' });
    else return false;
    return true;
  };
  const placeOf = (target: EventTarget) => {
    const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined;
    return key === undefined ? undefined : shown.find(({ row }) => row?.key === key);
  };
  const click = (event: MouseEvent) => {
    // pressing a row holds a feed, and the bar that says so moves the row away from under the pointer
    const { row, i = 0 } = placeOf(event.target) ?? pressed.current ?? {};
    pressed.current = undefined;
    if (!row) return;
    if (selection && (event.ctrlKey || event.metaKey)) selection.toggle(row);
    else if (selection && event.shiftKey) selection.range(at, i);
    else onOpen(row);
  };

  return (
    <div
      role="grid"
      className="grid"
      aria-label={label}
      aria-rowcount={size + 1}
      aria-multiselectable={selection !== undefined}
      onKeyDown={onKeyDown}
      onClick={click}
    >
      <RowHeader />
      <div
        role="rowgroup"
        className="scroller"
        ref={scroller}
        onScroll={(event: UIEvent<HTMLDivElement>) => {
          setTop(event.currentTarget.scrollTop);
          onScroll?.(event.currentTarget.scrollTop);
        }}
        onFocus={(event) => {
          const row = placeOf(event.target)?.row;
          if (row) setFocus(row.key);
          onFocus?.();
        }}
        onPointerEnter={() => onHover?.(true)}
        onPointerLeave={() => onHover?.(false)}
        onPointerDown={(event) => (pressed.current = placeOf(event.target))}
      >
        <div role="presentation" className="space" style={{ height: size * tall }}>
          {shown.map(
            ({ row, i }) =>
              row && (
                <RowLine
                  key={row.key}
                  row={row}
                  index={i + 2}
                  top={i * tall}
                  from={nameOf(row.from)}
                  chosen={row.id === open}
                  selected={selection?.has(row) ?? false}
                  focused={row.key === stop}
                />
              ),
          )}
        </div>
      </div>
    </div>
  );
}
