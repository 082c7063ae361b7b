import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';
import type { Api } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const TOGETHER = 20;
const LIVE = '<img src=x onerror=alert(1)>"><script>alert(1)</script>';
const PAYLOADS = readFileSync('src/formats/markdown/payloads.txt', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.replaceAll('↵', '\n'));
const texts = [
  LIVE,
  ...Array.from({ length: Math.ceil(PAYLOADS.length / TOGETHER) }, (_, i) =>
    PAYLOADS.slice(i * TOGETHER, (i + 1) * TOGETHER).join('\n\n***\n\n'),
  ),
];

/** What in a part of a page others' text could have made. */
const LOOK = `((where) => {
  const all = [...document.querySelectorAll(where + ' *')];
  return {
    handlers: all.flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on')),
    tags: all.map((one) => one.localName).filter((tag) => ['img', 'script', 'iframe', 'object', 'embed', 'style', 'base', 'video', 'audio', 'math'].includes(tag)),
    links: all.map((one) => one.getAttribute('href')).filter((href) => href !== null && !href.startsWith('/advisories/') && !href.startsWith('/objects/')),
  };
})`;

withBrowser('notes that somebody wrote to do harm', () => {
  let scene: Scene;
  let ana: Api;
  let bo: Api;
  beforeAll(async () => {
    scene = await startScene();
    const { people, api } = scene.alliance;
    [ana, bo] = [api(people.ana), api(people.bo)];
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const begun = async (more: object): Promise<string> => {
    const text = { kind: 'request-for-information', title: 'Asked', tlp: 'green', body: 'Who saw it?', ...more };
    return String((await ana('POST', ADVISORIES, text)).body['id']);
  };
  const taken = async (path: string, body: object) => expect((await bo('POST', path, body)).status).toBe(201);
  const harmless = { handlers: [], tags: [], links: [] };
  const look = (page: Page, where: string) => page.evaluate(`${LOOK}(${JSON.stringify(where)})`);

  it('J01: answers in a thread are text in the console', async () => {
    const id = await begun({});
    expect((await ana('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
    for (const content of texts) await taken(`${ADVISORIES}/${id}/answers`, { content, abstract: LIVE });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto(`/advisories/${id}`);
    await page.locator('.prose').nth(texts.length).waitFor();
    expect(await look(page, '.prose')).toEqual(harmless);
    expect(await page.locator('.prose', { hasText: '<img src=x onerror=alert(1)>' }).count()).toBeGreaterThan(0);
    expect(deeds).toEqual([]);
  });

  it('J01: notes of who answers an advisory are text in the matrix', async () => {
    const id = await begun({ kind: 'alert' });
    expect((await ana('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    for (const text of texts) {
      const note = text.slice(0, 2_000).trim();
      await taken(`${ADVISORIES}/${id}/acknowledgements`, { answer: 'acting', note });
      await page.goto(`/advisories/${id}`);
      const matrix = page.getByRole('region', { name: 'Who answered' }).locator('table');
      await matrix.getByText(note.slice(0, 12)).first().waitFor();
      expect(await look(page, 'table')).toEqual(harmless);
    }
    expect(deeds).toEqual([]);
  });

  it('J01: comments on a text that is reviewed are text', async () => {
    const id = await begun({ kind: 'alert', authors: ['cert-b'], body: texts[1] });
    for (const text of texts) await taken(`${ADVISORIES}/${id}/comments`, { body: text.slice(0, 5_000).trim() });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto(`/advisories/${id}/work`);
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
    expect(await look(page, '.card')).toEqual(harmless);
    expect(deeds).toEqual([]);
  });
});
