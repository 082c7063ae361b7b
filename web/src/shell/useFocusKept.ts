import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** How long a screen may take until its heading is there. */
const PATIENCE_MS = 10_000;
const ROW = '[role=row]';
const OVER = '[role=dialog], [role=menu]';
/** Around which a row is what is next. */
const BY_ROWS = `.drawer, .grid, ${OVER}`;
const WRITTEN_IN = 'input, textarea, select, [contenteditable]';

function focus(place: HTMLElement | null | undefined): void {
  if (!place) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** What has the focus, and what stands around it, from the inside out. */
function trailOf(place: Element): readonly Element[] {
  const trail = [];
  for (let one: Element | null = place; one && one !== document.body; one = one.parentElement) trail.push(one);
  return trail;
}

/** Where to go on when the first of a trail is gone: the row of a list, or the heading, that is next around it. */
function nextTo(trail: readonly Element[]): HTMLElement | undefined {
  const kept = trail.filter((one) => one.isConnected);
  const seen = (of: string) =>
    kept.map((one) => one.querySelector<HTMLElement>(of)).find((one) => one?.checkVisibility());
  const row = trail.some((one) => one.matches(BY_ROWS)) ? seen(`${ROW}[tabindex="0"]`) : undefined;
  return row ?? seen('h1, h2, h3, h4') ?? undefined;
}

/** What {@link useFocusKept} remembers between what happens. */
class Keeper {
  private patientUntil = 0;
  private trail: readonly Element[] = [];
  /** A dialog or menu that has the focus, and what had it before. */
  private over: Element | null = null;
  private behind: readonly Element[] = [];
  private resting: HTMLElement | undefined;

  readonly remember = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    if (target.localName !== 'main') this.patientUntil = 0;
    const over = target.closest(OVER);
    if (over !== this.over) this.behind = over ? this.trail : [];
    this.over = over;
    this.trail = trailOf(target);
    this.resting = undefined;
  };

  /** To a new screen: from the menu, but not from what is being written. */
  readonly arrive = (): void => {
    const here = document.activeElement;
    if (here instanceof HTMLElement && !here.closest(`main, ${OVER}`) && !here.matches(WRITTEN_IN)) here.blur();
    if (here?.localName === 'h1') return;
    this.patientUntil = performance.now() + PATIENCE_MS;
    this.settle();
  };

  readonly settle = (): void => {
    const here = document.activeElement;
    const main = document.querySelector('main');
    const [last] = this.trail;
    // it loses the focus only once that is drawn
    if (last instanceof HTMLElement && last.matches(':disabled')) this.resting = last;
    if (here && here !== document.body && here !== main) return;
    if (performance.now() < this.patientUntil) {
      const place = main?.querySelector('h1') ?? main;
      if (place !== here) focus(place);
      return;
    }
    if (here === main || !(last instanceof HTMLElement)) return;
    if (!last.isConnected) this.goOn(last);
    else if (last === this.resting && !last.matches(':disabled')) focus(last);
  };

  private goOn(from: HTMLElement): void {
    const screen = document.querySelector<HTMLElement>('main h1') ?? document.querySelector('main');
    const isClosed = this.over !== null && !this.over.isConnected;
    const [opener] = this.behind;
    if (from.localName === 'h1') return focus(screen);
    if (isClosed && opener instanceof HTMLElement && opener.isConnected) return focus(opener);
    // a list draws and takes away its rows by itself
    if (!from.matches(ROW)) focus(nextTo(isClosed ? this.behind : this.trail) ?? screen);
  }
}

/**
 * Who does not see the page is told by the focus where he is. It goes to the heading of each new screen; where what has it is
 * taken away, to what stands next to that; to what could not be pressed for a while, back.
 */
export function useFocusKept(): void {
  const router = useRouter();
  useEffect(() => {
    const keeper = new Keeper();
    const watch = new MutationObserver(keeper.settle);
    watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', keeper.remember);
    const leave = router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
      if (pathChanged && fromLocation) keeper.arrive();
    });
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', keeper.remember);
      leave();
    };
  }, [router]);
}
