import { User } from './run-cli.js';
import { KEY, startSmallHub, type SmallHub } from './small-hub.js';

/** A made-up hub and a user whose environment says how to reach it. */
export async function setting(): Promise<AsyncDisposable & { hub: SmallHub; user: User }> {
  const hub = await startSmallHub();
  const user = new User({ TOCSIN_URL: hub.url, TOCSIN_KEY: KEY });
  return {
    hub,
    user,
    async [Symbol.asyncDispose]() {
      user[Symbol.dispose]();
      await hub[Symbol.asyncDispose]();
    },
  };
}

/** What a command printed, line by line. */
export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
