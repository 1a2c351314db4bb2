import type { INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { routeAccess } from './permission.guard.ts';
import type { RouteAccess } from './route-permission.ts';

export interface DeclaredRoute {
  /** `<controller class>.<method>`. */
  readonly handler: string;
  readonly access: RouteAccess | undefined;
}

/** Every route handler of the application, with the access it declares. For the test that none is forgotten. */
export function declaredRoutes(app: INestApplicationContext): readonly DeclaredRoute[] {
  const reflector = new Reflector();
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as { readonly [method: string]: unknown };
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const access = routeAccess(reflector, handler, metatype as Parameters<typeof routeAccess>[2]);
      return [{ handler: `${metatype.name}.${name}`, access }];
    });
  });
}

/** @throws Error naming every route that declares neither a permission nor that it is public. */
export function everyRouteDeclaresItsPermission(app: INestApplicationContext): void {
  const routes = declaredRoutes(app);
  const undeclared = routes.filter(({ access }) => access === undefined).map(({ handler }) => handler);
  if (routes.length === 0) throw new Error('The application has no routes; nothing was checked.');
  if (undeclared.length > 0) throw new Error(`Neither @Requires nor @Public stands on: ${undeclared.join(', ')}`);
}
