import type { Rest } from './rest.js';

/** What the hub prints whole searches as. */
export const EXPORT_FORMATS = ['stix', 'csv', 'ndjson', 'misp', 'txt', 'hosts', 'rpz', 'suricata'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const LONGEST_MS = 30 * 60_000;

/** Gives `take` the bytes as they come. An answer that breaks off is thrown, and never taken for a short one. */
export async function exportTo(
  rest: Rest,
  { format, query = '', signal }: { format: ExportFormat; query?: string; signal?: AbortSignal },
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  const call = {
    query: { format, q: query },
    headers: { accept: '*/*' },
    timeout: LONGEST_MS,
    ...(signal && { signal }),
  };
  await rest.request('GET', '/api/v1/export', call, async ({ body }) => {
    if (!body) return;
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) await take(chunk);
  });
}
