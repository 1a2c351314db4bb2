import { Readable } from 'node:stream';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { principalOf, routeAccess } from '../identity/index.ts';
import { pacedLines } from './paced-lines.ts';
import { RequestLimits } from './request-limits.ts';

/** Counts what each credential sends. Comes after `PermissionGuard`: who is not known has been refused. */
@Injectable()
export class RequestLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RequestLimits,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = routeAccess(this.reflector, context.getHandler(), context.getClass());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { credentialId } = principalOf(request);
    this.limits.admitRequest(credentialId);
    if (access === 'records:write' && this.limits.limitsRecords) this.admitRecords(request, credentialId);
    return true;
  }

  private admitRecords(request: FastifyRequest, credentialId: string): void {
    const { body } = request;
    if (body instanceof Readable) {
      request.body = pacedLines(body, (lines) => this.limits.chargeRecords(credentialId, lines));
    } else this.limits.admitRecords(credentialId, Array.isArray(body) ? body.length : 1);
  }
}
