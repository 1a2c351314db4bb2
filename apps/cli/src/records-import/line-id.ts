import { createHmac } from 'node:crypto';

/**
 * The id of a record that came without one: a UUIDv8 (RFC 9562 §5.8) of its line number under the import's own random
 * key. The same line of the same import gets the same id in every run. It is not derived from the content: a hash of
 * that would let anybody confirm a guess about a person after the erasure.
 */
export function lineId(importKey: Buffer, line: number): string {
  const bytes = createHmac('sha256', importKey).update(String(line)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
