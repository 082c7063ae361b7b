import { useEffect, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ZONES } from '../preferences.ts';
import { step, timesOf } from './reachable.ts';
import { written } from './times.ts';

const ID = 'times-told';
/** Who goes on at once is told nothing: it would lie over the next row. */
const DELAY_MS = 400;
const SECOND_MS = 1_000;
const EDGE = 8;
const WIDE = 420;

/** All three forms of the times that are pointed at or that the keyboard has come to (CONSOLE 5.2); one for all of a page. Esc puts it away. */
export function TimesTold() {
  const { t, i18n } = useTranslation();
  const [place, setPlace] = useState<Element>();
  const [, placeAnew] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (next?: Element) => {
      clearTimeout(timer);
      setPlace(undefined);
      if (next) timer = setTimeout(() => setPlace(next), DELAY_MS);
    };
    const on = <Name extends keyof DocumentEventMap>(name: Name, told: (event: DocumentEventMap[Name]) => void) =>
      document.addEventListener(name, told, { signal, capture: true, passive: name === 'scroll' });
    on('focusin', ({ target }) =>
      tell(target instanceof Element && target.matches(':focus-visible') ? target : undefined),
    );
    on('focusout', () => tell());
    on('pointerover', ({ target }) => {
      const time = target instanceof Element && target.closest('time');
      if (time) tell(time);
    });
    on('pointerout', ({ target }) => {
      if (target instanceof Element && target.closest('time')) tell();
    });
    on('keydown', (event) => {
      if (event.key === 'Escape') tell();
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
      if (by && event.target instanceof HTMLTimeElement && step(event.target, by)) event.preventDefault();
    });
    on('scroll', placeAnew);
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, []);
  useEffect(() => {
    if (!place) return;
    const ticking = setInterval(placeAnew, SECOND_MS); // how long ago it was goes on
    if (place instanceof HTMLTimeElement) place.setAttribute('aria-describedby', ID);
    return () => {
      clearInterval(ticking);
      place.removeAttribute('aria-describedby');
    };
  }, [place]);
  const times = place?.isConnected ? timesOf(place) : [];
  if (!place || times.length === 0) return null;
  // a row may have no room for the column of its time
  const at = (times.find((time) => time.getClientRects().length > 0) ?? place).getBoundingClientRect();
  const isLow = at.bottom > innerHeight / 2;
  return (
    <div
      id={ID}
      role="tooltip"
      className="times-told"
      style={{
        left: Math.max(EDGE, Math.min(at.left, innerWidth - WIDE)),
        ...(isLow ? { bottom: innerHeight - at.top + EDGE } : { top: at.bottom + EDGE }),
      }}
    >
      {times.map((time, i) => (
        <dl key={i}>
          {ZONES.map((zone) => (
            <div key={zone}>
              <dt>{t(`zone.${zone}`)}</dt>
              <dd>{written(new Date(time.dateTime), zone, Date.now(), i18n.language)}</dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  );
}
