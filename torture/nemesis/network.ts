import type { HubUnit } from '../rig/hub.js';
import type { Proxy } from '../rig/proxy.js';
import { type Nemesis, pause, type Scene, someHubs } from './nemesis.js';

/** Before a hub, or between it and Postgres. */
type Place = (hub: HubUnit) => Proxy;
export const clients: Place = (hub) => hub.door;
export const wire: Place = (hub) => hub.wire;

/** Trouble on some hubs' connections for a while. */
const troubled =
  (begin: (proxy: Proxy, scene: Scene) => void, least: number, most: number) =>
  (place: Place): Nemesis =>
  async (scene) => {
    const proxies = someHubs(scene).map(place);
    for (const proxy of proxies) begin(proxy, scene);
    await pause(scene, least, most);
    for (const proxy of proxies) proxy.heal();
  };

/** Nothing passes, nothing is closed. */
export const swallow = troubled((proxy) => proxy.pause(), 500, 3_500);

/** Every connection is reset, and new ones for a moment. */
export const reset = troubled(
  (proxy) => {
    proxy.set({ refusing: true });
    proxy.reset();
  },
  50,
  800,
);

/** Every connection ends after so many bytes, amid whatever that is. */
export const cut = troubled(
  (proxy, { random }) => proxy.set({ cutAfter: 200 + Math.floor(random() * 20_000) }),
  1_000,
  2_500,
);

export const throttle = troubled(
  (proxy, { random }) => proxy.set({ bytesPerSecond: 5_000 + Math.floor(random() * 50_000) }),
  1_500,
  3_500,
);

export const delay = troubled((proxy, { random }) => proxy.set({ delayMs: 20 + random() * 150 }), 1_500, 3_000);
