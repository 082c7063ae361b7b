import { createConnection, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The network between a browser and the hub, at an address known before the hub is: it can be cut and mended. */
export interface Cuttable extends AsyncDisposable {
  readonly url: string;
  /** Where it leads. */
  lead(to: string): void;
  /** Ends what is open and takes nothing new until it is mended. */
  cut(): void;
  mend(): void;
}

export async function startCuttable(): Promise<Cuttable> {
  const open = new Set<Socket>();
  let target = 0;
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = createConnection(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (to) => void (target = Number(new URL(to).port)),
    cut,
    mend: () => void (whole = true),
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
