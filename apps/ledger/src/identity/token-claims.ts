import type { JWTPayload } from 'jose';
import { isRole, type Role } from './permissions.ts';

/** Which claims say what somebody may do. A name, or a JSON pointer (RFC 6901) where it begins with `/`. */
export interface ClaimMapping {
  readonly rolesClaim: string;
  /** Left out: a value is the name of a role. */
  readonly roleMap?: ReadonlyMap<string, Role> | undefined;
  readonly controllersClaim: string;
  readonly subjectClaim: string;
}

export interface ClaimedRights {
  readonly roles: readonly Role[];
  readonly controllers: readonly string[] | 'all';
  readonly subjectId?: string;
}

/** No id of a controller, so that it cannot be mistaken for one. */
const ALL_CONTROLLERS = '*';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the claims give; what is missing or unreadable gives nothing. */
export function rightsOf(claims: JWTPayload, mapping: ClaimMapping): ClaimedRights {
  const { roleMap } = mapping;
  const roles = textsOf(claimAt(claims, mapping.rolesClaim)).flatMap((value) => {
    const role = roleMap === undefined ? value : roleMap.get(value);
    return isRole(role) ? [role] : [];
  });
  const controllers = textsOf(claimAt(claims, mapping.controllersClaim));
  const subjectId = claimAt(claims, mapping.subjectClaim);
  return {
    roles: [...new Set(roles)],
    controllers: controllers.includes(ALL_CONTROLLERS) ? 'all' : controllers,
    ...(typeof subjectId === 'string' && UUID.test(subjectId) ? { subjectId: subjectId.toLowerCase() } : {}),
  };
}

/** Own members only: no claim is called `constructor` by accident. */
function claimAt(claims: JWTPayload, where: string): unknown {
  const names = where.startsWith('/')
    ? where
        .slice(1)
        .split('/')
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [where];
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
    claims,
  );
}

/** A list of texts, or one text with several divided by spaces, as `scope` has them (RFC 6749 §3.3). */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((text) => text !== '');
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
