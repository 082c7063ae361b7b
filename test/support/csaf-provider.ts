import type { Ask } from './csaf-checker.js';
import type { Hub } from './hub.js';
import type { Joint } from './joint.js';
import { rowsOf } from './people.js';
import { until } from './until.js';

/** What the hub is called from outside. */
export const DOMAIN = 'hub.example';
export const CSAF = '/.well-known/csaf';
export const advisory = (title: string, tlp: string, more: object = {}) => ({
  kind: 'advisory',
  title,
  body: `Words of ${title}.`,
  tlp,
  vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'] }],
  products: [{ vendor: 'Vendor', name: 'Product', version: '1.0', status: 'affected' }],
  ...more,
});

/** Published at once; its id. */
export async function publish(joint: Joint, body: object, as: 'cert-a' | 'cert-b' = 'cert-a'): Promise<string> {
  const api = joint.analyst[as];
  const { body: work } = await api<{ id: string }>('POST', '/api/v1/advisories', body);
  expect((await api('POST', `/api/v1/advisories/${work.id}/publish`, {})).status).toBe(200);
  return work.id;
}

/** Resolves when every advisory has been looked at; how many documents there are. */
export async function made(hub: Hub): Promise<number> {
  const count = async (text: string) =>
    (await rowsOf<{ count: number }>(hub, `select count(*)::int as count from ${text}`))[0]!.count;
  await until(
    'the documents to be made',
    async () =>
      (await count(
        `object o where type = 'report' and tlp < 4 and not exists (select from csaf_document d where d.seq = o.seq)`,
      )) === 0,
    60_000,
  );
  return count('csaf_document where refused is null');
}

/** A client of the provider as it is from outside, with this key or none. */
export const asking =
  (hub: Hub, token?: string): Ask =>
  async (url, open = false) => {
    const response = await fetch(url.replace(`https://${DOMAIN}`, hub.url), {
      redirect: 'manual',
      headers: token === undefined || open ? {} : { authorization: `Bearer ${token}` },
    });
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  };

export const get = async (hub: Hub, path: string, token?: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hub.url}${path}`, {
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
