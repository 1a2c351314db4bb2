import { createHmac, type KeyObject } from 'node:crypto';
import { frame } from './framing.ts';

/** UUID version 8 (RFC 9562 §5.8) from HMAC-SHA-256 with the vault's secret: 122 bits of it, around version and variant. */
export function derivedId(secret: KeyObject, namespace: string, parts: readonly string[]): string {
  const bytes = createHmac('sha256', secret)
    .update(frame([namespace, ...parts]))
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
