import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

/** `pdl_<keyId>_<secret>`; the prefix lets secret scanners find a key that leaked. */
const API_KEY = /^pdl_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** 256 bits, so that a plain hash of it cannot be reversed by guessing. */
const SECRET_BYTES = 32;

export interface MintedApiKey {
  readonly keyId: string;
  /** To be shown once and kept nowhere. */
  readonly token: string;
  /** SHA-256 of the secret, 64 hexadecimal digits: what is stored. */
  readonly secretHash: string;
}

export function mintApiKey(): MintedApiKey {
  const keyId = randomUUID();
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { keyId, token: `pdl_${keyId}_${secret}`, secretHash: hashOfSecret(secret) };
}

export function parseApiKey(token: string): { readonly keyId: string; readonly secret: string } | undefined {
  const [, keyId, secret] = API_KEY.exec(token) ?? [];
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret };
}

export const hashOfSecret = (secret: string): string => hash('sha256', secret, 'hex');

/** A secret to compare others with: hashed, which makes the lengths equal, and once only. */
export const digestOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Compares in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}
