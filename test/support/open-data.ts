import { parse } from 'csv-parse/sync';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { itemIn, lookInto } from '../../src/formats/index.js';
import { formatOf, READERS } from '../../src/imports/readers.js';
import { mispChange, toChange } from '../../src/indicators/index.js';
import type { Hub } from './hub.js';
import { ended, handIn, type Job, outcomesOf } from './importing.js';
import { type Alliance, rowsOf } from './people.js';
import { sharedData } from './shared-data.js';

/** Characters of a list that is only read. */
const MANY = 150_000;

export const SETS = ['open-csaf', 'open-csv', 'open-hafnium', 'open-load', 'open-misp', 'open-reports', 'open-stix'];

/** Every file of a set but the licences that came with it, in one order everywhere. */
export const filesOf = (set: string): string[] =>
  readdirSync(sharedData(set), { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('LICENSES') && statSync(join(sharedData(set), name)).isFile())
    .toSorted((a, b) => (a < b ? -1 : 1));

/** What becomes of a file: `name: door | objects by type | observables by kind | refusals with reasons | notes`. */
export async function becomesOf(hub: Hub, alliance: Alliance, set: string, name: string): Promise<string> {
  const text = readFileSync(join(sharedData(set), name), 'utf8');
  const said =
    set === 'open-csaf'
      ? await asAdvisory(hub, alliance, text)
      : name.startsWith('MISP__misp-warninglists/lists/')
        ? await asWarninglist(alliance, name, text)
        : set === 'open-load' && text.length > MANY
          ? await asRead(text)
          : await asImport(hub, alliance, set, name, text);
  return `${name}: ${said.map((part) => part || '-').join(' | ')}`;
}

interface Refused {
  readonly code?: string;
  readonly detail?: string;
}
const refusal = ({ code, detail }: Refused): string => `${code}: ${detail}`;

/** A note says which value it is about; what counts is why. */
const withoutValue = (note: string): string =>
  note.replace(/^.+ was left out: /, 'left out: ').replace(/^([\w-]+) .+: (?=is |has |stands )/, '$1: ');

async function asAdvisory(hub: Hub, alliance: Alliance, document: string): Promise<string[]> {
  const { status, body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/csaf/documents', {
    document,
    tlp: 'clear',
  });
  if (status > 201) return ['csaf', '', '', refusal(body), ''];
  const lost = (body['lost'] as string[]).map((what) => `lost: ${what}`);
  return ['csaf', ...(await storedOf(hub, [String(body['id'])])), '', tally(lost)];
}

async function asWarninglist(alliance: Alliance, name: string, text: string): Promise<string[]> {
  const id = name.split('/').at(-2)!;
  const { status, body } = await alliance.api(alliance.people.root)('PUT', `/api/v1/warninglists/${id}`, text);
  const entries = body['entries'] ?? body['count'];
  return status === 200
    ? ['warninglist', `entries ×${String(entries)}`, '', '', '']
    : ['warninglist', '', '', refusal(body), ''];
}

/** What would be submitted of a file that takes a hub too long. */
async function asRead(text: string): Promise<string[]> {
  const bytes = () => Readable.from([Buffer.from(text)]);
  const format = formatOf((await lookInto(bytes())).head);
  const [types, kinds, refused, notes]: [string[], string[], string[], string[]] = [[], [], [], []];
  for await (const found of READERS[format]!({}, {})(bytes())) {
    if ('note' in found) notes.push(withoutValue(found.note));
    if ('gone' in found) continue;
    const item = 'object' in found ? undefined : itemIn(found)?.item;
    const change =
      'object' in found ? mispChange(found) : item === undefined ? undefined : toChange(item, { tlp: 'clear' });
    const fault = 'fault' in found ? found.fault : change?.do === 'refuse' ? change.fault : undefined;
    if (fault) refused.push(refusal(fault));
    else if (change?.do === 'put') {
      types.push(change.object.type);
      for (const { type } of change.observables ?? []) kinds.push(type);
    }
  }
  return [`${format}, read`, tally(types), tally(kinds), tally(refused), tally(notes)];
}

/** Prose is said to be prose; of all else the hub tells the format itself, or is told it as the file's publisher would. */
async function asImport(hub: Hub, alliance: Alliance, set: string, name: string, text: string): Promise<string[]> {
  const format = /\.(?:md|adoc|yaml|xml)$/.test(name) ? 'text' : 'auto';
  const handed = async (as: string) => handIn<Job & Refused>(hub, alliance.keys.a, text, { tlp: 'clear', format: as });
  let { status, body } = await handed(format);
  if (body.code === 'unsupported_media_type') ({ status, body } = await handed(set === 'open-misp' ? 'misp' : 'stix'));
  if (status !== 202) return ['not taken', '', '', refusal(body), ''];
  const job = await ended(hub, alliance.keys.a, body.id, 120_000);
  const lines = await outcomesOf(hub, alliance.keys.a, job.id);
  const rows = parse<{ outcome: string; code: string; reason: string; id: string }>(lines.join('\n'), {
    columns: ['place', 'outcome', 'code', 'reason', 'id'],
  });
  const refused = rows.filter(({ outcome }) => outcome === 'rejected').map(({ code, reason }) => `${code}: ${reason}`);
  const notes = rows.filter(({ outcome }) => outcome === 'note').map(({ reason }) => withoutValue(reason));
  const failed = job.state === 'done' ? [] : [`${job.state} ${job.code}: ${job.detail}`];
  return [
    job.format,
    ...(await storedOf(
      hub,
      rows.filter(({ outcome }) => outcome.endsWith('ed') && outcome !== 'rejected').flatMap(({ id }) => id || []),
    )),
    tally([...failed, ...refused]),
    tally(notes),
  ];
}

/** Of objects that are in the store: how many of which type, and how many observables of which kind. */
async function storedOf(hub: Hub, ids: readonly string[]): Promise<[string, string]> {
  const stored = await rowsOf<{ no: string; type: string }>(hub, 'select no, type from object where id = any($1)', [
    ids,
  ]);
  const kinds = await rowsOf<{ type: string }>(hub, 'select type from observable where object_no = any($1)', [
    stored.map(({ no }) => no),
  ]);
  return [tally(stored.map(({ type }) => type)), tally(kinds.map(({ type }) => type))];
}

/** Each with how often it is there, the most frequent first. */
function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ×${count}`)
    .join(', ');
}

const written = (set: string): string => resolve(import.meta.dirname, 'open-data', `${set}.txt`);
export const expectedOf = (set: string): string[] => readFileSync(written(set), 'utf8').trimEnd().split('\n');
export const writeExpected = (set: string, lines: readonly string[]): void =>
  writeFileSync(written(set), `${lines.join('\n')}\n`);
