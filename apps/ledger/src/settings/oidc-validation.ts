import { ValidateBy } from 'class-validator';
import { isRole, ROLES, type Role } from '../identity/permissions.ts';
import { isLoopback } from './loopback.ts';

/** Everything JWS defines that is signed with a private key (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864). No `none`, no HMAC. */
const ALGORITHMS: ReadonlySet<string> = new Set([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]);
/** Issuer and subject together become one sealed text; OpenID Connect gives a subject 255 characters. */
const URL_LENGTH_MAX = 300;

export const algorithmsOf = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

/** @returns `undefined` where the text is no JSON object of roles. */
export function parseRoleMap(text: string): ReadonlyMap<string, Role> | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  const entries = Object.entries(content).filter((entry): entry is [string, Role] => isRole(entry[1]));
  return entries.length === Object.keys(content).length && entries.length > 0 ? new Map(entries) : undefined;
}

/** Keys and metadata that came over an open wire would let anybody on it make tokens. */
export function isProviderUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > URL_LENGTH_MAX || url.username !== '' || url.password !== '' || url.hash !== '')
    return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, '')));
}

export const IsProviderUrl = (): PropertyDecorator =>
  textThat('isProviderUrl', 'must be an https address (http on loopback only) without credentials', isProviderUrl);

export const IsRoleMap = (): PropertyDecorator =>
  textThat(
    'isRoleMap',
    `must be a JSON object whose values are roles: ${ROLES.join(', ')}`,
    (text) => parseRoleMap(text) !== undefined,
  );

export const IsAlgorithmList = (): PropertyDecorator =>
  textThat('isAlgorithmList', `must be a list of ${[...ALGORITHMS].join(', ')}`, (text) =>
    algorithmsOf(text).every((name) => ALGORITHMS.has(name)),
  );

function textThat(name: string, message: string, holds: (text: string) => boolean): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && holds(value),
      defaultMessage: () => `$property ${message}`,
    },
  });
}
