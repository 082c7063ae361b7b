import 'reflect-metadata';
import { TestEnvironment } from 'jest-environment-node';

/** Jest's own environment, from which modules can be had as Node loads them (see `transform.mjs`). */
export default class NativeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.Reflect = Reflect; // it knows what decorators have said of the hub's classes
    this.global.importNatively = (url) => import(url);
  }
}
