import { frame } from './framing.ts';
import { hmacSha256 } from './hmac.ts';
import type { RawKey } from './raw-key.ts';

/** UUID version 8 (RFC 9562 §5.8) from HMAC-SHA-256 with the vault's secret: 122 bits of it, around version and variant. */
export function derivedId(secret: RawKey, namespace: string, parts: readonly string[]): string {
  const hex = hmacSha256(secret, frame([namespace, ...parts]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
