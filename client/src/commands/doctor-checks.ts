import { connect } from 'node:tls';
import { Connection } from '../connection.js';
import { HubError, reasonOf } from '../errors.js';
import type { Hub } from '../hub.js';
import type { Me } from '../types.js';

/** What one check found. */
export interface Finding {
  result: 'ok' | 'warning' | 'failed';
  detail: string;
}

const ok = (detail: string): Finding => ({ result: 'ok', detail });
const warning = (detail: string): Finding => ({ result: 'warning', detail });

/** Why a check could not be made, as its finding. */
export const failure = (error: unknown): Finding => ({
  result: 'failed',
  detail: error instanceof HubError ? error.message : reasonOf(error),
});

/** Is there anything at the address, how fast, and does it think it is the same time? */
export async function reach(hub: Hub): Promise<{ reachable: Finding; clock: Finding }> {
  const before = Date.now();
  const date = await hub.rest.request('GET', '/health/live', { timeout: 10_000 }, async (response) => {
    await response.text();
    return response.headers.get('date');
  });
  const after = Date.now();
  const reachable = ok(`answers in ${after - before} ms`);
  if (date === null) return { reachable, clock: warning('the hub does not say what time it is') };
  // The header holds whole seconds: its middle is the best guess.
  const skew = Math.round((Date.parse(date) + 500 - (before + after) / 2) / 1000);
  const clock =
    Math.abs(skew) <= 5 ? ok('the same time, give or take') : warning(`the hub's clock is ${skew} s off ours`);
  return { reachable, clock };
}

/** Is the way encrypted, and for how long is the certificate good? */
export async function encryption(url: string): Promise<Finding> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'http:') {
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    return local ? ok('none, and none needed on this machine') : warning('http: everyone on the way can read the key');
  }
  const socket = connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || 443), servername: hostname });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
      socket.setTimeout(10_000, () => reject(new Error('no TLS handshake in 10 s')));
    });
    const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / 86_400_000);
    const detail = `${socket.getProtocol() ?? 'TLS'}, certificate good for ${days} days`;
    return days > 14 ? ok(detail) : warning(detail);
  } finally {
    socket.destroy();
  }
}

/** Is the database behind it up, too, and is mail set up? */
export async function ready(hub: Hub): Promise<Finding> {
  const { mail } = await hub.ready();
  return ok(mail === 'off' ? 'the hub can serve; it sends no mail (SMTP_URL is not set)' : 'the hub can serve');
}

/** What the key may do. */
export function scopes({ scopes: has }: Me): Finding {
  const lacks = ['read', 'feed', 'submit'].filter((scope) => !has.includes(scope));
  return lacks.length === 0 ? ok(has.join(', ')) : warning(`${has.join(', ') || 'none'}; not ${lacks.join(', ')}`);
}

/** Does the live feed come through? Proxies that can't do WebSockets show here. */
export async function socketIo(hub: Hub, signal: AbortSignal): Promise<Finding> {
  const before = Date.now();
  const options = { url: hub.url, token: hub.key, after: 'now', filter: undefined, heartbeatMs: 4_000 };
  const { connection } = await Connection.open(options, signal);
  try {
    const { value } = await connection.batches().next();
    if (!value) throw connection.ended ?? new Error('ended at once');
    return ok(`subscribed and heard from in ${Date.now() - before} ms`);
  } finally {
    connection.close();
  }
}

/** Does the same feed over HTTP come through? Proxies that hold answers back show here. */
export async function serverSentEvents(hub: Hub): Promise<Finding> {
  const before = Date.now();
  const call = { query: { after: 'now' }, headers: { accept: 'text/event-stream' }, timeout: 15_000 };
  const type = await hub.rest.request('GET', '/api/v1/feed', call, async (response) => {
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    return response.headers.get('content-type') ?? '';
  });
  if (!type.startsWith('text/event-stream')) return warning(`came as ${type || 'nothing'}`);
  return ok(`first event in ${Date.now() - before} ms`);
}
