import { WebSocket } from 'ws';
import type { HubProcess } from './process.js';
import { until } from './until.js';

/** What a hub process must be started with to be looked into. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Looks into another process through V8's inspector: its heap as garbage collection leaves it. */
export class Inspector implements Disposable {
  private next = 1;
  private readonly waiting = new Map<number, (answer: Record<string, unknown>) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown> };
      if (id === undefined) return;
      this.waiting.get(id)?.(result ?? {});
      this.waiting.delete(id);
    });
  }

  /** Of a process that was started with {@link INSPECTED}. */
  static async of(process: HubProcess): Promise<Inspector> {
    const url = await until('the inspector', () => /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(process.output())?.[0]);
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new Inspector(socket);
  }

  /** Bytes that are still in use after garbage collection. */
  async heap(): Promise<number> {
    await this.ask('HeapProfiler.enable');
    // what the first collection finalizes, the second frees
    for (let i = 0; i < 2; i += 1) await this.ask('HeapProfiler.collectGarbage');
    const { usedSize } = await this.ask('Runtime.getHeapUsage');
    return Number(usedSize);
  }

  /** Runs code in the process, and gives what it comes to: to measure there, or to plant what a test must notice. */
  async run(expression: string): Promise<unknown> {
    const { result } = await this.ask('Runtime.evaluate', { expression, returnByValue: true });
    return (result as { value?: unknown } | undefined)?.value;
  }

  private ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}
