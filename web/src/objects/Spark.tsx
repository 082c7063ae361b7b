import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { countOf, timeOf } from './Said.tsx';

const DAYS = 30;
const DAY_MS = 86_400_000;
const [WIDTH, HEIGHT] = [18, 44];

/** How often it was seen on each of the last thirty days, UTC. */
export function Spark({ sightings }: { sightings: readonly StixObject[] }) {
  const { t } = useTranslation();
  const today = Math.floor(Date.now() / DAY_MS);
  const days = Array.from({ length: DAYS }, () => 0);
  for (const sighting of sightings) {
    const at = DAYS - 1 - (today - Math.floor(Date.parse(timeOf(sighting)) / DAY_MS));
    if (at >= 0 && at < DAYS) days[at]! += countOf(sighting);
  }
  const most = Math.max(1, ...days);
  const sum = days.reduce((a, b) => a + b, 0);
  return (
    <figure className="spark">
      <svg
        viewBox={`0 0 ${DAYS * WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('spark.said', { count: sum, days: DAYS })}
      >
        {days.map((count, i) => {
          const height = count === 0 ? 1 : Math.max(3, (count / most) * HEIGHT);
          return (
            <rect
              key={i}
              data-some={count > 0}
              x={i * WIDTH + 2}
              y={HEIGHT - height}
              width={WIDTH - 4}
              height={height}
              rx={2}
            >
              <title>{`${new Date((today - DAYS + 1 + i) * DAY_MS).toISOString().slice(0, 10)}: ${count}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="muted">{t('spark.said', { count: sum, days: DAYS })}</figcaption>
    </figure>
  );
}
