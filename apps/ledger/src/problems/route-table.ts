import type { FastifyInstance } from 'fastify';

interface KnownRoute {
  readonly method: string;
  readonly pattern: RegExp;
}

/**
 * The routes of the application, to tell "no such path" from "not with this method" (RFC 9110 §15.5.6), which Fastify's
 * router does not. Consulted only after a 404, so it need not be fast.
 */
export class RouteTable {
  readonly #routes: KnownRoute[] = [];

  /** To be called before any route is added. */
  watch(server: Pick<FastifyInstance, 'addHook'>): void {
    server.addHook('onRoute', ({ method, url }) => {
      for (const one of typeof method === 'string' ? [method] : method) this.add(one, url);
    });
  }

  add(method: string, template: string): void {
    const source = template
      .split('/')
      .map((segment) =>
        segment === '*' ? '.*' : segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('/');
    this.#routes.push({ method, pattern: new RegExp(`^${source}$`) });
  }

  /** @param path without query. */
  methodsOf(path: string): readonly string[] {
    const methods = this.#routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}
