import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Found, itemIn, lookInto } from '../formats/index.js';
import { toChange } from '../indicators/index.js';
import { formatOf, READERS } from './readers.js';

const shared = resolve(import.meta.dirname, '../../../shared/data');

/** Of each public file: its format, the items that can be taken, the notes, and the refusals by code. */
const EXPECTED: Readonly<Record<string, readonly [string, number, number, Record<string, number>]>> = {
  '/2014-10-09 ': ['csv', 14, 0, {}],
  '/2015-04-09 ': ['csv', 15, 0, {}],
  '/2016-11-09 ': ['csv', 46, 0, {}],
  '/2017-07-24 ': ['csv', 9, 0, {}],
  '/2017-11-06 ': ['csv', 84, 0, { observable_invalid: 2 }],
  '/2018-06-07 ': ['csv', 36, 0, {}],
  '/2018-07-19 ': ['csv', 24, 0, {}],
  '/2019-09-11 ': ['csv', 12, 0, {}],
  '/2020-03-31 ': ['csv', 51, 0, {}],
  '/2020-12-14 ': ['csv', 23, 0, {}],
  '/2022-03-22 ': ['csv', 6, 0, {}],
  '/2022-06-02 ': ['csv', 15, 0, {}],
  '/2023-03-30 ': ['csv', 46, 0, {}],
  '/2023-06-28 ': ['csv', 23, 0, {}],
  '/2023-09-22 ': ['csv', 243, 0, {}],
  '/2024-01-18 ': ['csv', 25, 0, {}],
  '/2024-02-13 ': ['csv', 104, 0, {}],
  '/2024-04-12 ': ['csv', 19, 0, {}],
  '/2024-06-13 ': ['csv', 243, 0, {}],
  '/2024-11-15 ': ['csv', 97, 0, {}],
  '/2025-02-13 ': ['csv', 12, 0, {}],
  '/2026-06-04 ': ['csv', 46, 0, {}],
  'FluBot/v3.8_domains.txt': ['list', 10000, 0, {}],
  'full-40k.txt': ['list', 40000, 0, {}],
  'levels/3.txt': ['list', 14217, 0, {}],
  'levels/4.txt': ['list', 5354, 0, {}],
  'levels/5.txt': ['list', 1413, 0, {}],
  'levels/6.txt': ['list', 318, 0, {}],
  'levels/7.txt': ['list', 70, 0, {}],
  'levels/8.txt': ['list', 23, 0, {}],
  'apt_turla.txt': ['list', 364, 0, { observable_invalid: 104 }],
  'emotet.txt': ['list', 7948, 0, { observable_invalid: 7086 }],
  'lockbit.txt': ['list', 294, 0, { observable_invalid: 6 }],
  MSTICIoCs: ['csv', 61, 1, {}],
  'samples.md5': ['list', 23, 0, {}],
  'samples.sha1': ['list', 23, 0, {}],
  'samples.sha256': ['list', 23, 0, {}],
  '/2021-03-02 ': ['csv', 13, 0, {}],
};

/** Every file of lists and tables that is there, by the shortest end of its path that tells it. */
const files = ['open-csv', 'open-load', 'open-hafnium'].flatMap((set) =>
  existsSync(`${shared}/${set}`)
    ? readdirSync(`${shared}/${set}`, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:csv|txt|md5|sha1|sha256)$/.test(name) && !name.startsWith('LICENSES'))
        .map((name) => `${set}/${name}`)
    : [],
);

/** What becomes of a file, before the exchange has a look at its items. */
async function tally(path: string) {
  const format = formatOf((await lookInto(createReadStream(path))).head);
  const codes: Record<string, number> = {};
  let [items, notes] = [0, 0];
  for await (const found of READERS[format]!({}, {})(createReadStream(path))) {
    if ('note' in found) notes += 1;
    else {
      const { fault } = 'fault' in found ? found : { fault: refusal(itemIn(found as Found)?.item) };
      if (fault) codes[fault.code] = (codes[fault.code] ?? 0) + 1;
      else items += 1;
    }
  }
  return [format, items, notes, codes];
}

function refusal(item: unknown) {
  const change = toChange(item, { tlp: 'green' });
  return change.do === 'refuse' ? change.fault : undefined;
}

describe('every public file of lists and tables', () => {
  const each = files.length > 0 ? it.each(files) : it.skip.each(['no ../shared/data here']);

  each('%s', async (file) => {
    const key = Object.keys(EXPECTED).find((part) => file.includes(part));
    expect(await tally(`${shared}/${file}`)).toEqual(EXPECTED[key ?? '']);
  });
});
