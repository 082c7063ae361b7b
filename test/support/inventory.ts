import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { MESSAGE_MAPPING_METADATA, MESSAGE_METADATA } from '@nestjs/websockets/constants.js';
import { readdirSync, readFileSync } from 'node:fs';
import type { Hub } from './hub.js';

interface Routed {
  printRoutes(options: { commonPrefix: boolean }): string;
}

/** Every route that the running hub answers, `METHOD /path`, as its HTTP server says: also those that no document names. */
export function routesOf({ app }: Pick<Hub, 'app'>): string[] {
  const tree = (app.getHttpAdapter().getInstance() as Routed).printRoutes({ commonPrefix: false });
  const path: string[] = [];
  const routes: string[] = [];
  for (const line of tree.split('\n')) {
    const [, indent = '', segment = '', methods = ''] = /^([│├└─ ]*)(\S+) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    if (segment === '') continue;
    const depth = indent.length / 4;
    path.length = depth - 1;
    path.push(segment);
    for (const method of methods.split(', ')) routes.push(`${method} ${path.join('')}`);
  }
  return routes.toSorted();
}

/** Every event that a gateway of the running hub takes from a client. */
export function inboundEventsOf({ app }: Pick<Hub, 'app'>): string[] {
  const scanner = new MetadataScanner();
  const rooms = app.get(DiscoveryService, { strict: false }).getProviders();
  return rooms
    .flatMap(({ metatype }) => {
      const prototype = typeof metatype === 'function' ? (metatype.prototype as Record<string, object>) : undefined;
      if (!prototype) return [];
      return scanner
        .getAllMethodNames(prototype)
        .map((name) => prototype[name]!)
        .filter((handler) => Reflect.hasMetadata(MESSAGE_MAPPING_METADATA, handler))
        .map((handler) => String(Reflect.getMetadata(MESSAGE_METADATA, handler)));
    })
    .toSorted();
}

/** Every event that the hub's source ever sends on a socket. */
export function outboundEvents(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.spec)\.ts$/.test(name),
  );
  const found = files.flatMap((name) => {
    const text = readFileSync(`src/${name}`, 'utf8');
    return [...text.matchAll(/\b(?:socket|client|namespace|server|io)\b[\w.]*\.emit\(\s*'([\w:-]+)'/g)].map(
      ([, event]) => event!,
    );
  });
  return [...new Set(found)].toSorted();
}
