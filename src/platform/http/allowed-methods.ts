import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Fault } from '../../kernel/index.js';

/** Which methods each path has: so that a wrong method is told from a wrong path. The API documentation tells as much. */
export class AllowedMethods {
  private readonly routes = new Map<string, { readonly path: RegExp; readonly methods: Set<string> }>();

  /** Must be made before the routes are. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      const route = this.routes.get(url) ?? { path: asPattern(url), methods: new Set<string>() };
      for (const one of [method].flat()) route.methods.add(one);
      this.routes.set(url, route);
    });
  }

  /** Throws `method_not_allowed` when the path is known with other methods. */
  refuse({ raw }: FastifyRequest): void {
    const path = raw.url?.split('?', 1)[0] ?? '';
    const methods = new Set(
      [...this.routes.values()].flatMap((route) => (route.path.test(path) ? [...route.methods] : [])),
    );
    if (methods.size > 0)
      throw new Fault('method_not_allowed', undefined, { headers: { allow: [...methods].toSorted().join(', ') } });
  }
}

/** A path of the router's (`/objects/:id`, a `*` at the end) as an expression. */
function asPattern(url: string): RegExp {
  const literal = url.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`);
}
