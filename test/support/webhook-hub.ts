import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, certificate } from './certificate.js';
import { type Hub, startHub } from './hub.js';
import { type Alliance, type Api, seedAlliance } from './people.js';
import { Receiver } from './webhook-receiver.js';

export const PATH = '/api/v1/webhooks';

export interface Webhook {
  id: string;
  secret: string;
  name: string;
  url: string;
  filter: string;
  ceiling: string;
  state: string;
  error: string | null;
  cursor: string;
  code?: string;
}

export interface Delivery {
  id: string;
  kind: string;
  state: string;
  tries: number;
  status: number | null;
  error: string | null;
  entries: number;
}

const folder = mkdtempSync(join(tmpdir(), 'tocsin-hook-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Settings of a hub that may connect to the receiver on this machine, trusts its certificate and tries again soon. */
export function envFor(
  { remote }: Receiver,
  { cert }: Pick<Certificate, 'cert'>,
  more: Record<string, string> = {},
): Record<string, string> {
  const file = join(folder, `${remote.port}.pem`);
  writeFileSync(file, cert);
  return {
    OUTBOUND_HOSTS: '127.0.0.1,169.254.169.254',
    OUTBOUND_PRIVATE: '127.0.0.1/32',
    OUTBOUND_PORTS: String(remote.port),
    OUTBOUND_CA: file,
    OUTBOUND_TIMEOUT_MS: '30000',
    WEBHOOK_RETRY_MS: '50',
    ...more,
  };
}

export const put = async (api: Api, value: string, more: object = {}): Promise<void> => {
  const { status } = await api('POST', '/api/v1/indicators', { value, tlp: 'green', ...more });
  expect([200, 201]).toContain(status);
};

export const add = async (admin: Api, receiver: Receiver, more: object = {}): Promise<Webhook> => {
  const { status, body } = await admin<Webhook>('POST', PATH, { url: receiver.url, ...more });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
};

export const read = async (admin: Api, { id }: Webhook): Promise<Webhook> =>
  (await admin<Webhook>('GET', `${PATH}/${id}`)).body;

export const log = async (admin: Api, { id }: Webhook): Promise<Delivery[]> =>
  (await admin<{ items: Delivery[] }>('GET', `${PATH}/${id}/deliveries`)).body.items;

const good = certificate();

/** A receiver, and a hub that may post to it: with an administrator and a key of cert-a, and a key of cert-b. */
export interface Stage extends AsyncDisposable {
  readonly receiver: Receiver;
  readonly hub: Hub;
  readonly alliance: Alliance;
  readonly admin: Api;
  readonly a: Api;
  readonly b: Api;
}

export async function webhookStage(more: Record<string, string> = {}): Promise<Stage> {
  const receiver = await Receiver.start(good);
  const hub = await startHub(envFor(receiver, good, more));
  const alliance = await seedAlliance(hub);
  const api = (who: Parameters<Alliance['api']>[0]) => alliance.api(who);
  return {
    receiver,
    hub,
    alliance,
    admin: api(alliance.people.adminA),
    a: api(alliance.keys.a),
    b: api(alliance.keys.b),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}
