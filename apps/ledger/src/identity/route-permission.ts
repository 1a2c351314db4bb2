import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';

/** Metadata key under which a route's access is declared. */
export const ROUTE_ACCESS = 'ledger:routeAccess';

export type RouteAccess = 'public' | Permission;

/** Declares the permission a route (or every route of a controller) asks for. */
export function Requires(permission: Permission): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata<string, RouteAccess>(ROUTE_ACCESS, permission),
    ApiBearerAuth(),
    ApiExtension('x-required-permission', permission),
  );
}

/** Declares that a route asks for no credential. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, 'public');

/** On the request itself: a weak map of what lives for milliseconds makes each garbage collection look through it. */
const PRINCIPAL = Symbol('principal');

interface Bound {
  [PRINCIPAL]?: Principal;
}

export function bindPrincipal(request: FastifyRequest, principal: Principal): void {
  (request as Bound)[PRINCIPAL] = principal;
}

/** @throws Error on a public route, which has none: a programming error. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = (request as Bound)[PRINCIPAL];
  if (principal === undefined) throw new Error('A public route has no principal.');
  return principal;
}

/** The principal of the request, as a parameter of a handler. */
export const CurrentPrincipal = createParamDecorator((_data: undefined, context: ExecutionContext): Principal =>
  principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
