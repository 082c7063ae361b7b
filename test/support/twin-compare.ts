import { setTimeout } from 'node:timers/promises';
import { beatenOnce, heartbeatsIn, record, type Door, isLive, type Recorder, textOf } from './recorder.js';
import { asking } from './target.js';
import { firstDifference, Transcript } from './transcript.js';
import { credentialOf, type Twin } from './twin.js';
import type { Ask, Known } from './twin-asks.js';
import { OFFICE, READS, WRITES } from './twin-reads.js';
import { AFTERWARDS, submissions } from './twin-submissions.js';
import { until } from './until.js';

/** Who looks at both worlds. */
export const VIEWERS = ['a', 'constituent', 'greenA', 'ana', 'al', 'ray', 'adminA', 'nobody', 'root'] as const;

/** How often a hub that is busy is asked again. */
const PATIENCE = 20;
/** Requests at a time. */
const AT_ONCE = 12;

/** All items in an order of their own: what comes at once comes in no order, and so is on either side of where a page ends. */
function unordered(pages: readonly string[]): string {
  const heads: string[] = [];
  const items: string[] = [];
  for (const page of pages) {
    const end = page.indexOf('\n\n');
    heads.push(page.slice(0, end).replace(/content-length: \d+/, '')); // what a page weighs hangs on what fell on it
    const body = page
      .slice(end)
      .replace(/^\s*\{"items":\[\{?/, '')
      .replace(/\}?\](?:,"next":"[^"]*")?\}$/, '');
    items.push(...body.replaceAll(/<(\w+)#\d+/g, '<$1').split('},{'));
  }
  return [...heads, ...items.toSorted()].join('\n');
}

export interface Difference {
  readonly viewer: string;
  /** The route or door, as the inventory names it. */
  readonly where: string;
  readonly what: string;
}

/** Two worlds told apart, or not, by what viewers get of them. */
export class Comparison {
  readonly differences: Difference[] = [];
  asked = 0;
  private readonly transcripts = new Map<string, readonly [Transcript, Transcript]>();

  constructor(
    private readonly bare: Twin,
    private readonly full: Twin,
  ) {}

  private transcriptsOf(viewer: string): readonly [Transcript, Transcript] {
    const known = this.transcripts.get(viewer) ?? [new Transcript(), new Transcript()];
    this.transcripts.set(viewer, known);
    return known;
  }

  private differ(viewer: string, where: string, bare: string, full: string, request = ''): void {
    this.asked += 1;
    if (bare !== full) this.differences.push({ viewer, where, what: `${request} ${firstDifference(bare, full)}` });
  }

  /** Every route that reads, as one viewer. */
  async reads(viewer: string, known: Known): Promise<void> {
    const asks = Object.entries(READS).flatMap(([route, make]) => make(known).map((ask) => ({ route, ask })));
    const mine = asks.filter(({ ask }) => viewer !== 'root' || !OFFICE.test(ask.path));
    for (let i = 0; i < mine.length; i += AT_ONCE) {
      const some = mine.slice(i, i + AT_ONCE);
      const pairs = await Promise.all(some.map(({ ask }) => this.pagesOf(viewer, ask)));
      for (const [j, pages] of pairs.entries()) this.compare(viewer, some[j]!.route, some[j]!.ask, pages);
    }
  }

  /** Every route whose refusal or outcome could tell, one after the other, as one viewer. */
  async writes(viewer: string, known: Known): Promise<void> {
    const asks = Object.entries(WRITES).flatMap(([route, make]) => make(known, viewer).map((ask) => ({ route, ask })));
    const more = submissions(known, viewer).map((ask) => ({ route: 'POST /api/v1/indicators', ask }));
    const after = AFTERWARDS.map((ask) => ({ route: `GET ${ask.path.split('?')[0]}`, ask }));
    for (const { route, ask } of [...asks, ...more, ...after]) {
      this.compare(viewer, route, ask, await this.pagesOf(viewer, ask));
    }
  }

  /** The answers of both worlds, page by page. */
  private async pagesOf(viewer: string, ask: Ask): Promise<[string, string][]> {
    const pages: [string, string][] = [];
    let paths: (string | undefined)[] = [ask.path, ask.path];
    while (paths.some((path) => path !== undefined) && pages.length < 100) {
      const [bare, full] = await Promise.all(
        [this.bare, this.full].map(({ hub, made }, i) => {
          const path = (paths[i] ?? ask.path).replace(/\{(\w+)\}/, (_, name: string) => made.get(name) ?? 'nowhere');
          return answerOf(hub.url, viewer, { ...ask, path });
        }),
      );
      pages.push([bare!, full!]);
      paths = [bare!, full!].map((answer) => {
        const cursor = ask.pages && /"next":"([\w-]+)"/.exec(answer)?.[1];
        return cursor ? `${ask.path}${ask.path.includes('?') ? '&' : '?'}${ask.pages}=${cursor}` : undefined;
      });
    }
    return pages;
  }

  private compare(viewer: string, route: string, ask: Ask, pages: readonly [string, string][]): void {
    const [one, two] = this.transcriptsOf(viewer);
    const texts = pages.map(([bare, full]) => [one.plain(bare, ask.made), two.plain(full, ask.made)] as const);
    const compared = ask.unordered
      ? [[unordered(texts.map(([bare]) => bare)), unordered(texts.map(([, full]) => full))] as const]
      : texts;
    for (const [bare, full] of compared) this.differ(viewer, route, bare, full, `${ask.method} ${ask.path}`);
  }

  /** What each of two subscribers was sent, compared as one text. */
  recorded(viewer: string, where: string, pair: readonly [Recorder, Recorder], of = textOf): void {
    const [one, two] = [new Transcript(), new Transcript()];
    this.differ(viewer, where, one.plain(of(pair[0])), two.plain(of(pair[1])));
  }

  /** Subscribers were sent something when nothing happened that they may know of. */
  noticed(what: readonly string[]): void {
    this.differences.push(...what.map((text) => ({ viewer: 'followers', where: 'live', what: text })));
  }

  /** A replay by each door up to the head, then a heartbeat. */
  async replays(viewer: string, wishes: readonly { after: string; filter?: string }[]): Promise<void> {
    const who = credentialOf(viewer)!;
    for (const door of ['socket', 'events', 'lines'] as Door[]) {
      for (const wish of wishes) {
        const pair = [this.bare, this.full].map(({ hub }) => record(hub.url, who, door, wish)) as [Recorder, Recorder];
        await until(`${viewer} to be at the head by ${door}`, () => pair.every((one) => isLive(one) || one.ended));
        const beats = pair.map(heartbeatsIn);
        await until('the heartbeat', () => {
          for (const twin of [this.bare, this.full]) twin.beat(); // who has not yet answered is asked again
          return pair.every((one, i) => heartbeatsIn(one) > beats[i]! || one.ended);
        });
        this.recorded(viewer, `feed by ${door}`, pair, beatenOnce);
        for (const one of pair) one.close();
      }
    }
  }
}

/** Status, headers and body of an answer, request id and date aside. */
async function answerOf(url: string, viewer: string, { method, path, body, headers = {} }: Ask): Promise<string> {
  const who = credentialOf(viewer);
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const asked = () =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...(who && asking(who)), ...type, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  let response = await asked();
  // a machine with much else to do says "busy" in one world and not in the other
  for (let left = PATIENCE; left > 0 && response.status === 503 && response.headers.has('retry-after'); left--) {
    await setTimeout(500);
    response = await asked();
  }
  const head = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return `${response.status}\n${head.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${await response.text()}`;
}
