import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificate.js';
import type { Receiver } from './webhook-receiver.js';

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
    OUTBOUND_TIMEOUT_MS: '1000',
    WEBHOOK_RETRY_MS: '50',
    ...more,
  };
}
