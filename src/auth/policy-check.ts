import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { MESSAGE_MAPPING_METADATA } from '@nestjs/websockets/constants.js';
import { POLICY } from '../platform/index.js';

type Handler = (...args: never[]) => unknown;

/** Stops the boot when a handler, REST or socket, names no policy: nothing is open by forgetting. */
@Injectable()
export class PolicyCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.handlers().filter(({ handler }) => this.reflector.get(POLICY, handler) === undefined);
    if (open.length > 0) throw new Error(`handlers without a policy: ${open.map(({ name }) => name).join(', ')}`);
  }

  private handlers(): { name: string; handler: Handler }[] {
    const rooms = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    return rooms.flatMap(({ metatype }) => {
      const prototype =
        typeof metatype === 'function' ? (metatype.prototype as Record<string, Handler> | undefined) : undefined;
      if (!prototype) return [];
      const handlers = this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name: `${metatype?.name}.${name}`, handler: prototype[name]! }));
      return handlers.filter(
        ({ handler }) =>
          Reflect.hasMetadata(METHOD_METADATA, handler) || Reflect.hasMetadata(MESSAGE_MAPPING_METADATA, handler),
      );
    });
  }
}
