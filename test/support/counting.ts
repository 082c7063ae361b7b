import type { Statistics } from '../../src/statistics/bodies.js';
import type { Api } from './people.js';

/** Every number of the statistics that a search stands behind, with that search. */
export function numbersOf(body: Statistics): [q: string, count: number][] {
  const { span, periods, total, members, tlp, types, techniques } = body;
  const series = [...members, ...tlp, ...types];
  return [
    ...[span, total, ...periods, ...series, ...techniques, ...members.map((member) => member.total)].map(
      ({ q, count }): [string, number] => [q, count],
    ),
    ...series.flatMap(({ q, counts }) =>
      counts.map((count, i): [string, number] => [`${q} ${periods[i]?.q ?? ''}`, count]),
    ),
  ];
}

/** How many objects a search finds, page after page. */
export async function found(api: Api, q: string): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const path: string = `/api/v1/search?limit=500&q=${encodeURIComponent(q)}${cursor && `&cursor=${cursor}`}`;
    const { body } = await api<{ objects: unknown[]; next?: string }>('GET', path);
    count += body.objects.length;
    cursor = body.next;
  }
  return count;
}

/** How many objects a search is said to find. */
const said = async (api: Api, q: string): Promise<number> =>
  (await api<{ count: number }>('GET', `/api/v1/statistics/count?q=${encodeURIComponent(q)}`)).body.count;

/** Numbers that are not what their search finds, or is said to find, in words. */
export async function miscounted(api: Api, numbers: readonly [q: string, count: number][]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [q, count] of numbers) {
    const there = await found(api, q);
    if (there !== count) wrong.push(`${q}: ${count}, and ${there} found`);
    const told = await said(api, q);
    if (told !== there) wrong.push(`${q}: said to find ${told}, and ${there} found`);
  }
  return wrong;
}
