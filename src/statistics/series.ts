import type { Book } from '../audience/index.js';
import { identityRef } from '../exchange/index.js';
import { Fault, TLP, tlpOf } from '../kernel/index.js';
import { parseQuery } from '../query/index.js';
import type { Statistics } from './bodies.js';
import type { Counted } from './counting.js';
import type { Span } from './span.js';

type Periods = Statistics['periods'];

/** Sums by name and period. */
class Sums {
  private readonly rows = new Map<string, number[]>();

  constructor(private readonly periods: number) {}

  add(name: string, period: number, count: number): void {
    const row = this.of(name);
    row[period] = (row[period] ?? 0) + count;
    this.rows.set(name, row);
  }

  of(name: string): number[] {
    return this.rows.get(name) ?? Array.from({ length: this.periods }, () => 0);
  }

  names(): string[] {
    return [...this.rows.keys()];
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
const byCount = (a: { count: number; q: string }, b: { count: number; q: string }): number =>
  b.count - a.count || (a.q < b.q ? -1 : 1);

/** What was counted, with the names that things have now, and to each number the search that finds what it counts. */
export function seriesOf({ cells, observables, techniques, newest }: Counted, span: Span, book: Book) {
  const [members, labels, types, all] = [0, 0, 0, 0].map(() => new Sums(span.periods.length)) as [
    Sums,
    Sums,
    Sums,
    Sums,
  ];
  const totals = new Map<string, number>();
  for (const { period, organisation_id: id, tlp, type, count } of cells) {
    totals.set(id, (totals.get(id) ?? 0) + count);
    if (period === null) continue;
    members.add(id, period, count);
    labels.add(tlpOf(tlp), period, count);
    types.add(type, period, count);
    all.add('', period, count);
  }
  for (const { period, type, count } of observables) types.add(type, period, count);

  const series = (sums: Sums, name: string, term: string) => {
    const counts = sums.of(name);
    return { q: `${term} ${span.q}`, count: sum(counts), counts };
  };
  const periods: Periods = span.periods.map((period, i) => ({ ...period, count: all.of('')[i] ?? 0 }));
  return {
    span: { from: span.from, to: span.to, q: span.q, count: sum(all.of('')) },
    periods,
    total: { q: '', count: sum([...totals.values()]) },
    members: [...book.organisations.values()]
      .filter(({ id, active }) => active || totals.has(id))
      .map(({ id, shortName, country }) => ({
        organisation: identityRef(id),
        short_name: shortName,
        country,
        ...series(members, id, `from:${shortName}`),
        total: { q: `from:${shortName}`, count: totals.get(id) ?? 0 },
        newest: newest.get(id)?.toISOString() ?? null,
      }))
      .toSorted(byCount),
    tlp: TLP.map((tlp) => ({ tlp, ...series(labels, tlp, `tlp:${tlp}`) })),
    types: types
      .names()
      .filter((type) => isAsked(`type:${type}`))
      .map((type) => ({ type, ...series(types, type, `type:${type}`) }))
      .toSorted(byCount),
    techniques: techniques.map(({ id, name, tactics, count }) => ({
      id,
      name,
      tactics: [...tactics],
      q: `attack:${id} -type:attack-pattern ${span.q}`,
      count,
    })),
  };
}

/** Whether the query language has words for it: types of others' making may be called anything. */
function isAsked(text: string): boolean {
  try {
    parseQuery(text, { now: 0, organisation: () => undefined });
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
