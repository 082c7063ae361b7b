import { serve } from '../process.js';
import { HttpClient } from './http-client.js';

const TYPE = 'application/taxii+json;version=2.1';

/** One TAXII client, one request after the other: adds the bodies to a collection, or walks it page by page. */
export interface TaxiiWork {
  readonly url: string;
  readonly authorization: string;
  /** Its path, without the last slash. */
  readonly collection: string;
  /** Envelopes to add; absent: it reads. */
  readonly bodies?: readonly string[];
  /** Objects of a page, and how many pages at the most. */
  readonly limit: number;
  readonly pages: number;
}

export interface TaxiiDone {
  readonly seconds: number;
  readonly objects: number;
  /** Milliseconds, of each request. */
  readonly times: number[];
}

serve(async ({ url, authorization, collection, bodies, limit, pages }: TaxiiWork): Promise<TaxiiDone> => {
  const client = await HttpClient.bare(new URL(url), { authorization, accept: TYPE, 'content-type': TYPE });
  const times: number[] = [];
  let objects = 0;
  const begin = performance.now();
  const ask = async (...request: Parameters<HttpClient['ask']>) => {
    const at = performance.now();
    const { status, text } = await client.ask(...request);
    times.push(performance.now() - at);
    if (status >= 300 || /"failure_count":[1-9]/.test(text)) throw new Error(`${status} ${text.slice(0, 500)}`);
    return text;
  };
  for (const body of bodies ?? []) {
    const text = await ask('POST', `${collection}/objects/`, body);
    objects += Number(/"success_count":(\d+)/.exec(text)?.[1]);
  }
  let next = '';
  const reads = bodies ? 0 : pages;
  for (let page = 0; page < reads; page++) {
    const text = await ask('GET', `${collection}/objects/?limit=${limit}${next}`);
    objects += text.split('"spec_version":"2.1"').length - 1;
    const [, more] = /^\{"more":true,"next":"([\w-]+)"/.exec(text) ?? [];
    if (more === undefined) break;
    next = `&next=${more}`;
  }
  client.close();
  return { seconds: (performance.now() - begin) / 1000, objects, times };
});
