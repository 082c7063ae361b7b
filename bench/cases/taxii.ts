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
/** Of readings that are compared; the median counts. */
const ROUNDS = 5;
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

type HubProcess = Awaited<ReturnType<Alliance['hub']>>;

/** What one client adds a second: a hundred at a time, then a thousand. */
async function adding(rig: Rig, hub: HubProcess, author: Member) {
  const add = (bodies: string[]) => run(rig, hub, { authorization: bearer(author), collection: ALL, bodies, pages: 0 });
  await add(envelopes(5_000_000, 4_000));
  return { added: await add(envelopes(1, OBJECTS)), addedMany: await add(envelopes(6_000_000, OBJECTS, MANY)) };
}

/** What a hub with the 20,000 alone does. */
async function small(rig: Rig, alliance: Alliance) {
  const [author, reader] = alliance.members as [Member, Member];
  await using hub = await alliance.hub();
  const { added, addedMany } = await adding(rig, hub, author);
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

/** A million, of which the first are those that {@link small} has. */
async function million(rig: Rig): Promise<Alliance> {
  const alliance = await rig.alliance(2);
  {
    await using hub = await alliance.hub();
    await adding(rig, hub, alliance.members[0]!);
  }
  await fill(alliance, LARGE);
  return alliance;
}

/** The pages of a hub with the 20,000 alone, and the same pages among a million: hubs that both have just started, in turn. */
async function among(rig: Rig, few: Alliance, many: Alliance): Promise<{ few: Figures; many: Figures }> {
  await using hubOfFew = await few.hub();
  await using hubOfMany = await many.hub();
  const reading = async (hub: HubProcess, reader: Member) => {
    const collection = await green(hub, reader);
    return () => run(rig, hub, { authorization: bearer(reader), collection, pages: OBJECTS / PAGE });
  };
  const readFew = await reading(hubOfFew, few.members[1]!);
  const readMany = await reading(hubOfMany, many.members[1]!);
  const runs = { few: [] as Figures[], many: [] as Figures[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const [a, b] = [await readFew(), await readMany()];
    if (round === 0) continue; // what runs for the first time is not compiled yet
    runs.few.push(a);
    runs.many.push(b);
  }
  return { few: middle(runs.few), many: middle(runs.many) };
}

/** The run of the median rate. */
const middle = (runs: readonly Figures[]): Figures =>
  runs.toSorted((a, b) => a.rate! - b.rate!)[Math.floor(runs.length / 2)]!;

/** One client adds a hundred at a time, then a thousand, then reads a hundred a page, by Bearer and by Basic; then reads the same among a million. */
export async function taxii(rig: Rig): Promise<Result[]> {
  const alliance = await rig.alliance(2);
  const { added, addedMany, byBearer, byBasic, everything } = await small(rig, alliance);
  const { few, many } = await among(rig, alliance, await million(rig));
  const out = (name: string, hubs: Figures): Result => ({
    case: `TAXII, ${PAGE} objects a page, ${name}`,
    hub: hubs,
    peers: {},
    ratio: {},
    bar: '≥ 20,000/s, p99 ≤ 15 ms',
    met: hubs.rate! >= 20_000 && hubs.p99! <= 15,
  });
  const beside = (name: string, hubs: Figures, peer: string, theirs: Figures, most: number): Result => ({
    ...out(name, hubs),
    peers: { [peer]: theirs },
    ratio: { [peer]: theirs.rate! / hubs.rate! },
    bar: `≤ ${most} ×`,
    met: theirs.rate! / hubs.rate! <= most,
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
    out('of one audience', byBearer),
    out('of everything', everything),
    beside('by Basic', byBasic, 'by Bearer', byBearer, 2),
    beside(`among ${LARGE.toLocaleString('en')}`, many, `among ${OBJECTS.toLocaleString('en')}`, few, 1.5),
  ];
}
