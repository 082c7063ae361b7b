import { fill } from '../fill.js';
import { quantile } from '../gauge.js';
import { measured } from '../hub-side.js';
import { indicatorText } from '../load/indicators.js';
import type { TaxiiDone, TaxiiWork } from '../load/taxii.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Alliance, Member, Rig } from '../rig.js';

const OBJECTS = 20_000;
const PAGE = 100;
/** Objects of an envelope that holds many. */
const MANY = 1_000;
const LARGE = 1_000_000;
const ALL = '/taxii2/alliance/collections/6c1f0c4e-2b7d-4a39-8e55-0d6f1b7a9c21';

const bearer = ({ token }: Member): string => `Bearer ${token}`;
const basic = ({ token }: Member): string => `Basic ${Buffer.from(`taxii:${token}`).toString('base64')}`;

/** Objects a second, and milliseconds of a request. */
async function run(
  rig: Rig,
  hub: { url: string; pid: number },
  work: Omit<TaxiiWork, 'url' | 'limit'>,
): Promise<Figures> {
  await using client = await Worker.start('load/taxii.js');
  const { result, ...cpu } = await measured(rig, hub, () =>
    client.ask<TaxiiDone>({ ...work, url: hub.url, limit: PAGE } satisfies TaxiiWork),
  );
  const { objects, seconds, times } = result;
  return { rate: objects / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), ...cpu };
}

/** The n-th indicator as its author sends it: of a domain, and naming nobody. */
const domainText = (n: number): string => {
  const object = JSON.parse(indicatorText(n)) as Record<string, unknown>;
  return JSON.stringify({ ...object, created_by_ref: undefined, pattern: `[domain-name:value = 'n${n}.example.com']` });
};

/** Envelopes of `size` indicators of TLP:GREEN, numbered from `from` on. */
const envelopes = (from: number, count: number, size = PAGE): string[] =>
  Array.from({ length: count / size }, (_, i) => {
    const texts = Array.from({ length: size }, (__, j) => domainText(from + i * size + j));
    return `{"objects":[${texts.join()}]}`;
  });

/** The collection of TLP:GREEN for all, which there is once something was added to it. */
async function green(hub: { url: string }, member: Member): Promise<string> {
  const response = await fetch(`${hub.url}/taxii2/alliance/collections/`, {
    headers: { authorization: bearer(member) },
  });
  const { collections } = (await response.json()) as { collections: { id: string; title: string }[] };
  return `/taxii2/alliance/collections/${collections.find(({ title }) => title.startsWith('TLP:GREEN'))!.id}`;
}

/** What a hub with the 20,000 alone does. */
async function small(rig: Rig, alliance: Alliance) {
  const [author, reader] = alliance.members as [Member, Member];
  await using hub = await alliance.hub();
  const add = (bodies: string[]) => run(rig, hub, { authorization: bearer(author), collection: ALL, bodies, pages: 0 });
  await add(envelopes(5_000_000, 4_000));
  const added = await add(envelopes(1, OBJECTS));
  const addedMany = await add(envelopes(6_000_000, OBJECTS, MANY));
  const collection = await green(hub, reader);
  const read = (authorization: string, of = collection) =>
    run(rig, hub, { authorization, collection: of, pages: OBJECTS / PAGE });
  await read(bearer(reader));
  return {
    added,
    addedMany,
    byBearer: await read(bearer(reader)),
    byBasic: await read(basic(reader)),
    everything: await read(bearer(reader), ALL),
  };
}

/** The same pages by Bearer among a million, of a process that has just started: one that was there would still be taking them in. */
async function among(rig: Rig, alliance: Alliance): Promise<Figures> {
  await fill(alliance, LARGE);
  const reader = alliance.members[1]!;
  await using hub = await alliance.hub();
  const collection = await green(hub, reader);
  const read = () => run(rig, hub, { authorization: bearer(reader), collection, pages: OBJECTS / PAGE });
  await read();
  return await read(); // the hub lives until then
}

/** One client adds a hundred at a time, then a thousand, then reads a hundred a page, by Bearer and by Basic; then reads the same among a million. */
export async function taxii(rig: Rig): Promise<Result[]> {
  const alliance = await rig.alliance(2);
  const { added, addedMany, byBearer, byBasic, everything } = await small(rig, alliance);
  const large = await among(rig, alliance);
  const out = (name: string, hubs: Figures, peer: string, theirs: Figures, bar: string, most: number): Result => ({
    case: `TAXII, ${PAGE} objects a page, ${name}`,
    hub: hubs,
    peers: { [peer]: theirs },
    ratio: { [peer]: theirs.rate! / hubs.rate! },
    bar,
    met: hubs.rate! >= 20_000 / most && theirs.rate! / hubs.rate! <= most && hubs.p99! <= 15 * most,
  });
  const taken = (size: number, hubs: Figures): Result => ({
    case: `TAXII, ${size.toLocaleString('en')} objects added at a time`,
    hub: hubs,
    peers: {},
    ratio: {},
    bar: '≥ 7,000/s',
    met: hubs.rate! >= 7_000,
  });
  return [
    taken(PAGE, added),
    taken(MANY, addedMany),
    out('by Basic', byBasic, 'by Bearer', byBearer, '≥ 20,000/s, p99 ≤ 15 ms, ≤ 2 × Bearer', 2),
    out('of everything', everything, 'of one audience', byBearer, '≥ 20,000/s, p99 ≤ 15 ms', 1.5),
    out(
      `among ${LARGE.toLocaleString('en')}`,
      large,
      `among ${OBJECTS.toLocaleString('en')}`,
      byBearer,
      '≤ 1.5 ×',
      1.5,
    ),
  ];
}
