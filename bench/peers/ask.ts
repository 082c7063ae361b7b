import { indicatorText } from '../load/indicators.js';

/** What the bench asks of a peer; every answer holds the peer's port. */
export type Ask = { readonly do: 'port' } | { readonly do: 'publish'; readonly count: number };

/** What the peers send: indicators of the size that the hub stores, marked like an entry so that they can be counted. */
export function publishedTexts(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `{"op":"create",${indicatorText(i).slice(1)}`);
}
