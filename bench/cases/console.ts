import { hash } from '@node-rs/argon2';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { CHROMIUM, startBrowser } from '../../test/support/chromium.js';
import { type Cuttable, startCuttable } from '../../test/support/cuttable.js';
import { quantile } from '../gauge.js';
import type { Post, Posted } from '../load/publisher.js';
import { Worker } from '../process.js';
import type { Result } from '../report.js';
import type { Alliance, Rig } from '../rig.js';

const PER_SECOND = 2_000;
const BATCH = 100;
const CUT_SECONDS = 5;
const CUT_TOTAL_SECONDS = 10;
const PASSWORD = 'four bitterns wade at dusk';
const ROW = 30;

/** Notes each frame, each time that the list is drawn anew, and nothing else. */
const WATCH = `(() => {
  globalThis.frames = [];
  globalThis.drawn = [];
  const tick = (at) => { frames.push(at); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  let last;
  new MutationObserver(() => {
    const now = document.querySelector('.bar > .muted')?.textContent;
    if (now !== last) drawn.push(performance.now());
    last = now;
  }).observe(document.querySelector('#main'), { subtree: true, childList: true, attributes: true });
})()`;

async function enter(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.locator('.rail').waitFor();
}

async function follow(page: Page, url: string, label: string): Promise<void> {
  await page.goto(`${url}/feed?q=label%3A${label}`);
  await page.locator('.light[data-light=live]').waitFor();
}

async function seat(alliance: Alliance): Promise<string> {
  const email = 'watcher@cert-1.example';
  await alliance.query(
    `insert into person (id, organisation_id, email, name, role, password_hash) values ($1, $2, $3, 'watcher', 'analyst', $4)`,
    [randomUUID(), alliance.members[1]!.organisationId, email, await hash(PASSWORD)],
  );
  return email;
}

interface Load {
  readonly hub: string;
  readonly token: string;
}

/** For so long the rows of a second, a hundred a submission, numbered from `from`. How many the hub made. */
async function flood({ hub, token }: Load, label: string, seconds: number, from = 0): Promise<number> {
  await using publisher = await Worker.start('load/publisher.js');
  const bodies = Array.from({ length: (PER_SECOND / BATCH) * seconds }, (_, n) =>
    JSON.stringify({
      tlp: 'green',
      items: Array.from({ length: BATCH }, (_each, i) => ({
        value: `n${from + n * BATCH + i}.${label}.example`,
        labels: [label],
        confidence: i,
      })),
    }),
  );
  const posted = await publisher.ask<Posted>({
    url: hub,
    token,
    bodies,
    connections: 4,
    perSecond: PER_SECOND / BATCH,
  } satisfies Post);
  if (posted.failed > 0) throw new Error(`${posted.failed} submissions failed`);
  return posted.created;
}

/** Until the page says that so many came since it was opened. */
const came = (page: Page, count: number): Promise<void> =>
  page.getByText(`${count.toLocaleString('en')} since you opened it`).waitFor({ timeout: 120_000 });

async function heap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize;
}

/** The numbers of all rows that the list holds, newest first. */
async function numbersIn(page: Page): Promise<number[]> {
  const size = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  const seen = new Map<number, number>();
  const step = Math.floor((await page.locator('.scroller').evaluate((box) => box.clientHeight)) / ROW) * ROW;
  for (let top = 0; top <= size * ROW; top += step) {
    await page.locator('.scroller').evaluate((box, to) => void (box.scrollTop = to), top);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const rows = await page
      .locator('.scroller .row')
      .evaluateAll((all) =>
        all.map((row): [number, string] => [
          Number(row.getAttribute('aria-rowindex')),
          row.querySelector('.value')?.textContent ?? '',
        ]),
      );
    for (const [index, value] of rows) seen.set(index, Number(/^n(\d+)/.exec(value)?.[1]));
  }
  return [...seen].toSorted(([a], [b]) => a - b).map(([, number]) => number);
}

/** How smoothly a browser shows a busy feed, what it costs it, and what a cut of the network takes from it: nothing. */
export async function consoleFeed(rig: Rig, seconds = 60): Promise<Result[]> {
  if (CHROMIUM === undefined) {
    process.stdout.write('skip  console: there is no Chromium here (CHROMIUM_PATH)\n');
    return [];
  }
  const alliance = await rig.alliance(2);
  const email = await seat(alliance);
  await using wire = await startCuttable();
  await using hub = await alliance.hub({ PUBLIC_URL: wire.url, ALLOWED_ORIGINS: wire.url });
  wire.lead(hub.url);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await enter(page, wire.url, email);
    const load = { hub: hub.url, token: alliance.members[0]!.token };
    return [await smooth(page, wire.url, load, seconds), await cut(page, wire, load)];
  } finally {
    await browser.close();
  }
}

async function smooth(page: Page, url: string, load: Load, seconds: number): Promise<Result> {
  await follow(page, url, 'flood');
  const before = await flood(load, 'flood', 2); // warms up
  await came(page, before);
  await page.evaluate(WATCH);
  const begun = await page.evaluate<number>('performance.now()');
  const created = await flood(load, 'flood', seconds, before);
  const ended = await page.evaluate<number>('performance.now()');
  await came(page, before + created);
  const [frames, drawn] = await page.evaluate<[number[], number[]]>('[frames, drawn]');
  const during = (times: readonly number[]) => times.filter((at) => at >= begun && at < ended);
  const shown = during(frames);
  const gaps = shown.slice(1).map((at, i) => at - shown[i]!);
  const framesPerSecond = shown.length / ((ended - begun) / 1_000);
  const most = Math.max(...drawn.map((at) => drawn.filter((other) => other >= at && other < at + 1_000).length));
  const memoryBytes = await heap(page);
  return {
    case: `console: ${PER_SECOND.toLocaleString('en')} rows a second for ${seconds} s in a browser`,
    hub: { rate: created / seconds, framesPerSecond, repaintsPerSecond: most, p99: quantile(gaps, 0.99), memoryBytes },
    peers: {},
    ratio: {},
    bar: '≥ 50 frames/s, ≤ 10 repaints/s, heap < 150 MB, every row counted',
    met: framesPerSecond >= 50 && most <= 10 && memoryBytes < 150e6 && created === PER_SECOND * seconds,
  };
}

async function cut(page: Page, wire: Cuttable, load: Load): Promise<Result> {
  await follow(page, wire.url, 'cut');
  const flooding = flood(load, 'cut', CUT_TOTAL_SECONDS);
  await sleep(2_000);
  wire.cut();
  await sleep(CUT_SECONDS * 1_000);
  wire.mend();
  const created = await flooding;
  await came(page, created);
  const numbers = await numbersIn(page);
  const missing = created - new Set(numbers).size;
  return {
    case: `console: the socket cut for ${CUT_SECONDS} s of ${CUT_TOTAL_SECONDS}`,
    hub: { rate: created / CUT_TOTAL_SECONDS },
    peers: {},
    ratio: {},
    bar: `every one of ${created.toLocaleString('en')} rows there, once (${missing} missing, ${numbers.length - created} too many)`,
    met: missing === 0 && numbers.length === created,
  };
}
