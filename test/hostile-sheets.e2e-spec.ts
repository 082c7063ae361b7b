import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { startBrowser, watchedPage, withBrowser } from './support/browser.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';
const PAYLOADS = readFileSync('src/formats/markdown/payloads.txt', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.replaceAll('↵', '\n'));
/** So many in one advisory, each in a block of its own. */
const TOGETHER = 40;
const bodies = Array.from({ length: Math.ceil(PAYLOADS.length / TOGETHER) }, (_, i) =>
  PAYLOADS.slice(i * TOGETHER, (i + 1) * TOGETHER).join('\n\n***\n\n'),
);
const SCRIPT = '<img src=x onerror=alert(1)>"><script>alert(1)</script>';

/** What a page is made of, as its browser has it. */
interface Found {
  tags: string[];
  attributes: string[];
  links: string[];
  words: number;
}
const LOOK = `(() => {
  const all = [...document.querySelectorAll('*')];
  return {
    tags: [...new Set(all.map((one) => one.localName))],
    attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],
    links: all.flatMap((one) => one.getAttribute('href') ?? []),
    words: document.body.innerText.length,
  };
})()`;

describe('printed advisories that somebody wrote to do harm', () => {
  let hub: Hub;
  let joint: Joint;
  let canary: Server;
  let visits = 0;

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    canary = createServer((_, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    canary.close();
    await hub[Symbol.asyncDispose]();
  });

  const canaryUrl = () => `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  async function published(more: object): Promise<string> {
    const text = { kind: 'alert', title: 'Hostile', tlp: 'green', ...more };
    const { body } = await joint.analyst['cert-a']('POST', ADVISORIES, text);
    const id = String(body['id']);
    expect((await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
    return id;
  }
  const sheet = async (id: string, format: string) =>
    fetch(`${hub.url}${ADVISORIES}/${id}/export?format=${format}`, {
      headers: { authorization: `Bearer ${joint.token['cert-b']}` },
    });
  /** A script in every field that takes a text. */
  const everywhere = (body: string) => ({
    title: SCRIPT,
    body,
    campaign: SCRIPT,
    actor: { type: 'threat-actor', name: SCRIPT, aliases: [SCRIPT] },
    products: [{ vendor: SCRIPT, name: SCRIPT, version: SCRIPT, status: 'affected' }],
    vulnerabilities: [{ cve: 'CVE-2021-26855', title: SCRIPT }],
    evidence: [{ title: SCRIPT, object: SCRIPT, url: 'https://evil.example/"onclick="alert(1)' }],
    references: [{ title: SCRIPT, url: "https://evil.example/'onclick='alert(1)" }],
  });

  it('H17: a PDF of remote and local pictures, scripts and files asks for nothing and runs nothing', async () => {
    const parts = [`${canaryUrl()}/x.png`, 'file:///etc/passwd', 'file:///proc/self/environ', '/etc/passwd', 'data:,x'];
    const lines = parts.flatMap((part) => [`![p](${part})`, `<img src="${part}">`, `[l](${part})`]);
    for (const body of [lines.join('\n\n'), ...bodies]) {
      const answer = await sheet(await published(everywhere(body)), 'pdf');
      expect(answer.status).toBe(200);
      const text = Buffer.from(await answer.arrayBuffer()).toString('latin1');
      expect(text).not.toMatch(/\/(?:JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|GoToR|SubmitForm|RichMedia)\b/);
      const links = [...text.matchAll(/\/URI \((.*?)\)/g)].map(([, url]) => url);
      expect(links.every((url) => url?.startsWith("https://evil.example/'onclick='alert"))).toBe(true);
      expect(text).not.toContain('/Subtype /Image');
    }
    expect(visits).toBe(0);
  });

  withBrowser('in a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());

    const headers = () => ({ authorization: `Bearer ${joint.token['cert-b']}` });
    const allowed = new Set(["https://evil.example/'onclick='alert(1)"]);

    it('H17, J01, J02: a page with 280 payloads runs no script, asks for nothing, goes nowhere, breaks no policy', async () => {
      const pictures = [
        `![p](${canaryUrl()}/a)`,
        `<link rel=prefetch href=${canaryUrl()}/b>`,
        `![p](file:///etc/passwd)`,
      ];
      for (const body of [pictures.join('\n\n'), ...bodies]) {
        const url = `${hub.url}${ADVISORIES}/${await published(everywhere(body))}/export?format=html`;
        const { page, deeds } = await watchedPage(browser, url, headers());
        const answer = await page.goto(url, { waitUntil: 'networkidle' });
        expect(answer?.status()).toBe(200);
        const found = await page.evaluate<Found>(LOOK);
        const known =
          'html head meta title style body div span header h1 h2 h3 h4 h5 h6 dl dt dd main section footer p ul ol li blockquote pre code hr br strong em s table thead tbody tr th td a';
        expect(found.tags.filter((tag) => !known.split(' ').includes(tag))).toEqual([]);
        const names = ['lang', 'charset', 'name', 'content', 'http-equiv', 'class', 'href', 'rel', 'start'];
        expect(found.attributes.filter((name) => !names.includes(name))).toEqual([]);
        expect(found.links.filter((link) => !allowed.has(link))).toEqual([]);
        expect(found.words).toBeGreaterThan(body.length / 4);
        await page.emulateMedia({ media: 'print' });
        expect([body.slice(0, 40), deeds]).toEqual([body.slice(0, 40), []]);
        await page.close();
      }
      expect(visits).toBe(0);
    });

    it('J01: the same from a disk, where no header says what it may do', async () => {
      const html = await (await sheet(await published(everywhere(bodies[0]!)), 'html')).text();
      const { page, deeds } = await watchedPage(browser, 'about:blank');
      await page.setContent(html, { waitUntil: 'networkidle' });
      expect(deeds).toEqual([]);
      await page.close();
    });

    it('would see a script that runs, a picture that is asked for, a page that goes away, a policy that is broken', async () => {
      const { page, deeds } = await watchedPage(browser, 'about:blank');
      const policy = '<meta http-equiv="Content-Security-Policy" content="img-src \'none\'">';
      await page.setContent(
        `<img src="${canaryUrl()}/x"><script>alert(1)</script><iframe src="${canaryUrl()}"></iframe>`,
      );
      await page.setContent(`${policy}<img src="${canaryUrl()}/y"><script>throw new Error('x')</script>`);
      const told = deeds.join('\n');
      for (const what of ['dialog 1', `request ${canaryUrl()}/x`, 'frame', 'error x', 'Content Security Policy'])
        expect(told).toContain(what);
      await page.close();
    });
  });
});
