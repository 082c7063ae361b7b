import passport from 'passport';
import { Fault } from '../kernel/index.js';

/**
 * Runs passport's strategies outside Express. Each hub in a process has a registry of its own: passport's global one
 * would hand the credentials of one app to the strategies of the last one started.
 */
export class Proof {
  private readonly registry = new passport.Passport();

  constructor(strategies: Readonly<Record<string, passport.Strategy>>) {
    for (const [name, strategy] of Object.entries(strategies)) this.registry.use(name, strategy);
  }

  /** What the strategy makes of the request; `unauthorized` when it finds no good in it, and its own error when it throws one. */
  of<T>(name: string, request: object): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown, result: T | false | null | undefined): void => {
        if (error) reject(error);
        else if (!result) reject(new Fault('unauthorized'));
        else resolve(result);
      };
      const own = Object.assign({}, request); // passport writes login() and the like onto what it is given
      this.registry.authenticate(name, { session: false }, settle)(own, {}, (error: unknown) =>
        settle(error, undefined),
      );
    });
  }
}
