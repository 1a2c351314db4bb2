import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problems/problem-error.ts';
import { Authenticator } from './authenticator.ts';
import { hasPermission, missingPermission } from './principal.ts';
import { bindPrincipal, ROUTE_ACCESS, type RouteAccess } from './route-permission.ts';

/** RFC 6750 §2.1. Providers' tokens have up to a few kilobytes; the bound keeps hashing cheap. */
const BEARER = /^Bearer +([\x21-\x7e]{1,8192})$/i;

/** Guards every route. What declares nothing is refused: forgetting must not open a door. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = routeAccess(this.reflector, context.getHandler(), context.getClass());
    if (access === 'public') return true;
    if (access === undefined) throw new ProblemError('forbidden', { detail: 'The route declares no permission.' });
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const principal = token === undefined ? undefined : await this.authenticator.authenticate(token);
    if (principal === undefined) throw new ProblemError('unauthenticated');
    if (!hasPermission(principal, access)) throw missingPermission(access);
    bindPrincipal(request, principal);
    return true;
  }
}

type Handler = ReturnType<ExecutionContext['getHandler']>;
type ControllerClass = ReturnType<ExecutionContext['getClass']>;

/** By controller too, which may have inherited the handler. */
const accesses = new Map<ControllerClass, Map<Handler, RouteAccess | undefined>>();

/** The handler's own declaration comes before its controller's. Looked up once: declarations do not change. */
export function routeAccess(
  reflector: Reflector,
  handler: Handler,
  controller: ControllerClass,
): RouteAccess | undefined {
  let ofController = accesses.get(controller);
  if (ofController === undefined) accesses.set(controller, (ofController = new Map()));
  if (ofController.has(handler)) return ofController.get(handler);
  const access = reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [handler, controller]);
  ofController.set(handler, access);
  return access;
}
