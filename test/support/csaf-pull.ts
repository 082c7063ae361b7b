import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificate.js';
import { type Hub, startHub } from './hub.js';
import type { Joint, Member } from './joint.js';
import type { Remote } from './remote.js';
import { until } from './until.js';

export const PROVIDERS = '/api/v1/csaf/providers';
export const METADATA = '/provider-metadata.json';

export interface Provider {
  id: string;
  code?: string;
  state: string;
  error: string | null;
  looked_at: string | null;
  documents: { imported: number; unchanged: number; refused: number };
  refusals: { url: string; detail: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'tocsin-ca-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A hub that may connect to the remote on this machine, trusts these certificates, and waits so long for an answer. */
export async function hubFor(remote: Remote, trusted: readonly Certificate[], waitMs = 30_000): Promise<Hub> {
  const file = join(folder, `${remote.port}.pem`);
  writeFileSync(file, trusted.map(({ cert }) => cert).join(''));
  return startHub({
    OUTBOUND_HOSTS: '127.0.0.1',
    OUTBOUND_PRIVATE: '127.0.0.1/32',
    OUTBOUND_PORTS: String(remote.port),
    OUTBOUND_CA: file,
    OUTBOUND_TIMEOUT_MS: String(waitMs),
    CSAF_PULL_MS: '200',
  });
}

export const add = async (joint: Joint, url: string, fingerprint: string, more: object = {}, as: Member = 'cert-a') =>
  (await joint.admin[as]<Provider>('POST', PROVIDERS, { url, fingerprint, tlp: 'clear', ...more })).body;

export const listed = async (joint: Joint, id: string): Promise<Provider> => {
  const { body } = await joint.admin['cert-a']<{ items: Provider[] }>('GET', PROVIDERS);
  return body.items.find((one) => one.id === id)!;
};

export const failing = async (joint: Joint, id: string): Promise<string> => {
  const { error } = await until('the provider to fail', async () => {
    const provider = await listed(joint, id);
    return provider.state === 'failing' ? provider : undefined;
  });
  return error!;
};

/** The provider once a round of it has gone well: what a round brought is there before its outcome is. */
export const well = (joint: Joint, id: string): Promise<Provider> =>
  until('the provider to be well', async () => {
    const provider = await listed(joint, id);
    return provider.state === 'ok' ? provider : undefined;
  });

export const titles = async (joint: Joint): Promise<string[]> => {
  const { body } = await joint.key['cert-b']<{ items: { title: string }[] }>('GET', '/api/v1/advisories?limit=100');
  return body.items.map(({ title }) => title).toSorted();
};

/** A port on this machine that counts who connects. */
export async function listening(): Promise<AsyncDisposable & { port: number; connections: number }> {
  const server = createServer((socket) => {
    canary.connections += 1;
    socket.destroy();
  });
  const canary = {
    port: 0,
    connections: 0,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, resolve));
  canary.port = (server.address() as AddressInfo).port;
  return canary;
}
