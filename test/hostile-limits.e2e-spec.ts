import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { startTarget, type Target } from './support/target.js';
import { withLimits } from './support/tools.js';
import { until } from './support/until.js';

/** Descriptors that the hub may open beside those that it has. */
const SPARE = 12;
const CROWD = 60;

withLimits('a hub without descriptors', () => {
  const limit = ({ process }: Target, most: number) =>
    execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${most}:`]);
  const open = ({ process }: Target): number => readdirSync(`/proc/${process.pid}/fd`).length;

  it('M16: takes no more connections, keeps those that it has, and is as before once there is room', async () => {
    await using target = await startTarget();
    const { control, url } = target;
    const { port } = new URL(url);
    await control.canary();
    limit(target, open(target) + SPARE);
    const crowd: Socket[] = [];
    try {
      for (let i = 0; i < CROWD; i += 1) {
        const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
        crowd.push(socket);
        await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      }
      await until('it is at its limit', () => crowd.some(({ closed }) => closed));
      // it says no, or nothing: never a fault of its own
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          fetch(`${url}/api/v1/me`).then(
            ({ status }) => status,
            () => 'closed',
          ),
        ),
      );
      expect(answers.filter((answer) => ![401, 503, 'closed'].includes(answer))).toEqual([]);
      expect(answers).toContain('closed');
      expect(control.connected).toBe(true);
      expect(target.process.ended()).toBeUndefined();
    } finally {
      for (const socket of crowd) socket.destroy();
    }
    await until('it answers again', () =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    await control.around(async () => undefined);
    expect(control.connected).toBe(true);
  });
});
