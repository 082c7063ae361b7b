import { useNavigate } from '@tanstack/react-router';
import { geoArea, geoCentroid, geoNaturalEarth1, geoPath } from 'd3-geo';
import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Statistics } from 'tocsin';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import { number, shortNumber } from '../parts/number.ts';
import { most } from './amounts.ts';
import { numberOf } from './countries.ts';

const [WIDTH, HEIGHT] = [760, 400];
const EDGE = 46;
/** How wide a digit is. */
const DIGIT = 7;
/** Smaller dots have none. */
const LEAST = 9;

const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const world: FeatureCollection = feature(topology, topology.objects.countries);
const byNumber = new Map(world.features.map((country) => [String(country.id), country]));

/** The middle of a country's largest land: islands far away don't draw it into the sea. */
function middleOf({ geometry }: Feature): [number, number] {
  const lands: Polygon[] =
    geometry.type === 'MultiPolygon'
      ? geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }))
      : [geometry as Polygon];
  return geoCentroid(lands.reduce((a, b) => (geoArea(b) > geoArea(a) ? b : a)));
}

interface Dot {
  readonly code: string;
  x: number;
  y: number;
  readonly names: string[];
  readonly count: number;
  readonly q: string;
}

const radiusOf = (count: number, top: number): number => (count === 0 ? 4 : 4 + 16 * Math.sqrt(count / top));

/** Whether there is room for a number within a dot. */
const fits = (written: string, radius: number): boolean => radius >= LEAST && written.length * DIGIT <= 2 * radius - 2;

/** Neighbours make room for each other, so that every dot can be read and pointed at. */
function apart(dots: readonly Dot[], top: number): readonly Dot[] {
  for (let round = 0; round < 40; round += 1)
    for (const [i, one] of dots.entries())
      for (const other of dots.slice(i + 1)) {
        const [dx, dy] = [other.x - one.x || 0.1, other.y - one.y];
        const distance = Math.hypot(dx, dy);
        const lacking = radiusOf(one.count, top) + radiusOf(other.count, top) + 1 - distance;
        if (lacking <= 0) continue;
        const [x, y] = [(dx / distance) * (lacking / 2), (dy / distance) * (lacking / 2)];
        [one.x, one.y, other.x, other.y] = [one.x - x, one.y - y, other.x + x, other.y + y];
      }
  return dots;
}

/** Where members are, and how much they share. What it tells stands in the table beside it, for who can't see or point. */
export default function WorldMap({ statistics: { members, span } }: { statistics: Statistics }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { lands, dots } = useMemo(() => {
    const placed = members.flatMap((member) => {
      const country = byNumber.get(numberOf(member.country) ?? '');
      return country ? [{ member, country, at: middleOf(country) }] : [];
    });
    const projection = geoNaturalEarth1();
    const extent: [[number, number], [number, number]] = [
      [EDGE, EDGE],
      [WIDTH - EDGE, HEIGHT - EDGE],
    ];
    // as near as its members let it come
    if (placed.length > 1)
      projection.fitExtent(extent, { type: 'MultiPoint', coordinates: placed.map(({ at }) => at) });
    else projection.fitSize([WIDTH, HEIGHT], { type: 'Sphere' });
    const draw = geoPath(projection);
    const taking = new Set(placed.map(({ country }) => country.id));
    const found = new Map<string, Dot>();
    for (const { member, at } of placed) {
      const [x, y] = projection(at) ?? [0, 0];
      const known = found.get(member.country);
      const names = [...(known?.names ?? []), member.short_name];
      const froms = names.map((name) => `from:${name}`);
      const q = `${froms.length > 1 ? `(${froms.join(' OR ')})` : froms[0]} ${span.q}`;
      found.set(member.country, { code: member.country, x, y, names, count: (known?.count ?? 0) + member.count, q });
    }
    return {
      lands: world.features.map((country) => ({
        path: draw(country) ?? '',
        id: String(country.id ?? country.properties?.['name']),
        isMember: taking.has(country.id),
      })),
      dots: apart(
        [...found.values()].toSorted((a, b) => b.count - a.count),
        most([...found.values()].map(({ count }) => count)),
      ),
    };
  }, [members, span.q]);
  const top = most(dots.map(({ count }) => count));
  return (
    <svg className="world" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('dashboard.mapLabel')}>
      {lands.map(({ id, path, isMember }) => (
        <path key={id} d={path} data-member={isMember} />
      ))}
      {dots.map(({ code, x, y, names, count, q }) => {
        const radius = radiusOf(count, top);
        const written = shortNumber(count);
        return (
          <g
            key={code}
            data-count={count}
            onClick={() => void (count > 0 && navigate({ to: '/search', search: { q } }))}
          >
            <title>{`${names.join(', ')}: ${number(count)}`}</title>
            <circle cx={x} cy={y} r={radius} />
            {count > 0 && fits(written, radius) && (
              <text x={x} y={y}>
                {written}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
