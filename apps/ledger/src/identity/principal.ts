import { ProblemError } from '../problems/problem-error.ts';
import { permits, type Permission, type Role } from './permissions.ts';

export type CredentialKind = 'apiKey' | 'oidc' | 'bootstrapAdmin' | 'devIdentity';

/** Who makes a request, and what they are bound to. */
export interface Principal {
  /** Random UUID; the name of the person or service is sealed elsewhere. */
  readonly actorId: string;
  readonly roles: readonly Role[];
  /** Data controllers they may act for and read of. */
  readonly controllers: readonly string[] | 'all';
  /** For the role `subject`: the one data subject whose history they may read. */
  readonly subjectId?: string;
  readonly credentialKind: CredentialKind;
  /** What limits are counted by: the key's id, or the actor where tokens come and go. */
  readonly credentialId: string;
}

export const hasPermission = (principal: Principal, permission: Permission): boolean =>
  permits(principal.roles, permission);

/** In which of their roles they do it; the permission has been checked. */
export const roleFor = (principal: Principal, permission: Permission): Role =>
  principal.roles.find((role) => permits([role], permission)) ?? 'auditor';

/** @throws ProblemError `forbidden`, naming the permission. For what a route decides only when it has read the request. */
export function assertPermission(principal: Principal, permission: Permission): void {
  if (!hasPermission(principal, permission)) throw missingPermission(permission);
}

export const missingPermission = (permission: Permission): ProblemError =>
  new ProblemError('forbidden', { detail: `The permission ${permission} is missing.` });

export const mayActFor = (principal: Principal, controllerId: string): boolean =>
  principal.controllers === 'all' || principal.controllers.includes(controllerId);

/** Whether they reach everything that somebody with these controllers reaches. */
export const mayActForAll = (principal: Principal, controllers: Principal['controllers']): boolean =>
  principal.controllers === 'all' || (controllers !== 'all' && controllers.every((id) => mayActFor(principal, id)));

/** @throws ProblemError `controllerNotAllowed`, without telling whether the controller exists. */
export function assertController(principal: Principal, controllerId: string): void {
  if (!mayActFor(principal, controllerId)) throw new ProblemError('controllerNotAllowed');
}

/**
 * Whether the permission reaches this subject. It reaches everybody if one of the roles other than `subject` gives it,
 * else only the subject the credential is bound to. The controller's binding is a separate question.
 */
export function maySee(principal: Principal, subjectId: string, permission: Permission): boolean {
  const othersRoles = principal.roles.filter((role) => role !== 'subject');
  if (permits(othersRoles, permission)) return true;
  return hasPermission(principal, permission) && principal.subjectId === subjectId;
}

/** @throws ProblemError `forbidden` or `subjectNotAllowed`, without telling whether the subject exists. */
export function assertSubject(principal: Principal, subjectId: string, permission: Permission): void {
  assertPermission(principal, permission);
  if (!maySee(principal, subjectId, permission)) throw new ProblemError('subjectNotAllowed');
}
